import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { get } from 'node:http'

/** Who listens on a loopback port, as words for a message: `another Tattler`, `nginx (pid 123)`; null if untold. */
export async function findPortOwner(port: number): Promise<string | null> {
  if (await isTattler(port)) return 'another Tattler'
  if (process.platform === 'linux') return findInProc(port)
  if (process.platform === 'darwin') return findWithLsof(port)
  return null
}

function isTattler(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/healthz', timeout: 500 }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        body = (body + part).slice(0, 1000)
      })
      response.on('end', () => resolve(body.includes('"service":"tattler"')))
      response.on('error', () => resolve(false))
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}

/** The kernel lists listening sockets with their inode; a process that holds it has a link to it. */
function findInProc(port: number): string | null {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(file, port)))
  if (inodes.size === 0) return null
  for (const pid of readable(() => readdirSync('/proc')) ?? []) {
    if (!/^\d+$/.test(pid)) continue
    for (const fd of readable(() => readdirSync(`/proc/${pid}/fd`)) ?? []) {
      const link = readable(() => readlinkSync(`/proc/${pid}/fd/${fd}`))
      const inode = link && /^socket:\[(\d+)\]$/.exec(link)?.[1]
      if (!inode || !inodes.has(inode)) continue
      const name = readable(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim())
      return `${name ?? 'a process'} (pid ${pid})`
    }
  }
  return null
}

function listeningInodes(file: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const lines = readable(() => readFileSync(file, 'utf8').split('\n').slice(1)) ?? []
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === '0A' && local?.endsWith(`:${hexPort}`))
    .flatMap((fields) => fields[9] ?? [])
}

function findWithLsof(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    execFile('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { timeout: 2000 }, (error, output) => {
      const pid = /^p(\d+)$/m.exec(output)?.[1]
      const name = /^c(.+)$/m.exec(output)?.[1]
      resolve(error || !pid ? null : `${name ?? 'a process'} (pid ${pid})`)
    })
  })
}

/** Processes come and go, and those of others are closed: what cannot be read is left out. */
function readable<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
