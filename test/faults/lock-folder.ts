import { execFileSync } from 'node:child_process'
import { accessSync, chmodSync, constants } from 'node:fs'

/** Makes a folder read-only, and returns what ends that. */
type Lock = () => () => void

/** How to make a folder read-only: by its rights, or for root, whom they do not hold back, by a mount; null where neither does. */
export function findLock(folder: string): Lock | null {
  return [() => lockByRights(folder), () => lockByMount(folder)].find((lock) => isLockedBy(lock, folder)) ?? null
}

function lockByRights(folder: string): () => void {
  chmodSync(folder, 0o500)
  return () => chmodSync(folder, 0o700)
}

function lockByMount(folder: string): () => void {
  const run = (...command: [string, ...string[]]) => execFileSync(command[0], command.slice(1), { stdio: 'ignore' })
  run('mount', '--bind', folder, folder)
  const unlock = () => void run('umount', '-l', folder)
  try {
    run('mount', '-o', 'remount,bind,ro', folder)
  } catch (error) {
    unlock()
    throw error
  }
  return unlock
}

function isLockedBy(lock: Lock, folder: string): boolean {
  try {
    const unlock = lock()
    const isLocked = !canWrite(folder)
    unlock()
    return isLocked
  } catch {
    return false
  }
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
