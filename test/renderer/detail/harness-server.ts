import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the page that holds nothing but the detail pane: with the app's own policy, and without. */
    readonly harness: { readonly strict: string; readonly open: string }
  }
}

/** As strict as the app's own page, which has its collector on the same port. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; " +
  "connect-src 'self' ws://127.0.0.1:*; frame-src 'self'"

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

const servers: Server[] = []
let building: Promise<string> | null = null

/** Serves the page to all test files. It is built once, when the first asks for it. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('harness', { strict: await serve(POLICY), open: await serve(null) })
}

export async function teardown(): Promise<void> {
  for (const server of servers) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  if (building) await rm(await building, { recursive: true })
}

async function serve(policy: string | null): Promise<string> {
  const server = createServer(async (request, response) => {
    building ??= buildHarness()
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    const body = await readFile(join(await building, path)).catch(() => null)
    const headers: Record<string, string> = { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }
    if (policy && path !== '/mail-frame.html') headers['content-security-policy'] = policy
    response.writeHead(body ? 200 : 404, headers).end(body)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

async function buildHarness(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tattler-detail-'))
  await build({
    root: fileURLToPath(new URL('harness', import.meta.url)),
    publicDir: fileURLToPath(new URL('../../../renderer/public', import.meta.url)),
    base: './',
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { target: 'chrome130', outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, minify: false },
  })
  return folder
}
