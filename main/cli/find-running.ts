import { resolve } from 'node:path'
import { type Running, readRunning } from '../running.ts'
import { Failure } from './failure.ts'

/** The Tattler that runs on a data folder. */
export function findRunning(dataDir: string): Running {
  const folder = resolve(dataDir)
  const running = readRunning(folder)
  if (running) return running
  throw new Failure(
    `No Tattler is running on ${folder}.\nStart one with "npm start" or "tattler serve", or name another data folder with --data.`,
  )
}
