import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const DEFAULT_PORT = 7357

/**
 * Address of the Tattler to report to: on the port asked for, else the one that runs on the data folder, else on the
 * default port. Undefined where none answers.
 *
 * @param {{ port?: string | undefined, data?: string | undefined }} options
 * @returns {Promise<string | undefined>}
 */
export async function findTattler({ port, data }) {
  const url = port
    ? `http://127.0.0.1:${port}`
    : ((data && (await readRunningUrl(data))) ?? `http://127.0.0.1:${DEFAULT_PORT}`)
  const isThere = await fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  )
  return isThere ? url : undefined
}

/** @param {string} data @returns {Promise<string | undefined>} */
async function readRunningUrl(data) {
  const text = await readFile(join(data, 'running.json'), 'utf8').catch(() => undefined)
  return text && JSON.parse(text).url
}

/**
 * Starts a Tattler without a window, and stops it again.
 *
 * @param {{ port?: string | undefined, data?: string | undefined }} options
 */
export async function startTattler({ port, data }) {
  const cli = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url))
  if (!existsSync(cli)) throw new Error('Tattler is not built yet: run "npm run build" first.')
  const args = [cli, 'serve', '--json', ...(port ? ['--port', port] : []), ...(data ? ['--data', data] : [])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  for await (const line of createInterface(child.stdout)) {
    const { url, token } = JSON.parse(line)
    return {
      url: /** @type {string} */ (url),
      viewerUrl: `${url}/?token=${token}`,
      async stop() {
        child.kill('SIGTERM')
        await exited
      },
    }
  }
  throw new Error('Tattler did not start.')
}
