import { readFileSync } from 'node:fs'
import { makeDataDir, removeDataDir, type ServeProcess, startServe } from '../main/cli/cli-process.ts'
import { Witness } from './witness.ts'

/** A running `tattler serve`: a process of its own, for what is tested is whether it survives. */
export interface Target extends Omit<ServeProcess, 'stop'> {
  /** Like `127.0.0.1:7357`. */
  readonly address: string
  /** A client that has done nothing wrong, connected from the start. */
  readonly witness: Witness
  /** The most memory that it has taken so far, bytes; null where the system does not tell. */
  peakMemory(): number | null
  /** Does something before it ends. */
  beforeEnd(close: () => Promise<void>): void
  /** Ends it. Rejects when it was gone already, or does not end as told. */
  stop(): Promise<void>
}

export async function startTarget(): Promise<Target> {
  const dataDir = makeDataDir()
  const serve = await startServe(dataDir)
  const witness = await Witness.connect(serve.url)
  const closers: (() => Promise<void>)[] = []
  return {
    ...serve,
    address: new URL(serve.url).host,
    witness,
    peakMemory: () => readPeak(serve.child.pid),
    beforeEnd: (close) => closers.push(close),
    stop: async () => {
      for (const close of closers) await close()
      witness.leave()
      const code = await serve.stop()
      removeDataDir(dataDir)
      if (code !== 0) throw new Error(`tattler serve ended with ${code}: ${serve.stderr()}`)
    },
  }
}

function readPeak(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return kilobytes ? Number(kilobytes) * 1024 : null
}
