import { readFileSync } from 'node:fs'
import { afterAll, beforeAll } from 'vitest'
import { makeDataDir, removeDataDir, type ServeProcess, startServe } from '../cli/cli-process.ts'
import { Witness } from './witness.ts'

/** A running `tattler serve`: a process of its own, for what is tested is whether it survives. */
export interface Target extends ServeProcess {
  /** Like `127.0.0.1:7357`. */
  readonly address: string
  /** A client that has done nothing wrong, connected from the start. */
  readonly witness: Witness
  /** The most memory that it has taken so far, bytes; null where the system does not tell. */
  peakMemory(): number | null
}

/** Starts it before the tests of a file; after them, it must still be there and end as told. */
export function shareTarget(): () => Target {
  const dataDir = makeDataDir()
  let target: Target
  beforeAll(async () => {
    const serve = await startServe(dataDir)
    const witness = await Witness.connect(serve.url)
    target = { ...serve, address: new URL(serve.url).host, witness, peakMemory: () => readPeak(serve.child.pid) }
  })
  afterAll(async () => {
    target?.witness.leave()
    const code = await target?.stop()
    removeDataDir(dataDir)
    if (code !== 0) throw new Error(`tattler serve ended with ${code}: ${target?.stderr()}`)
  })
  return () => target
}

function readPeak(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return kilobytes ? Number(kilobytes) * 1024 : null
}
