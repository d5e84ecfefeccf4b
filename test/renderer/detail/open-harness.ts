import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import type { DebugEvent } from '../../../shared/event.ts'
import { findChromium } from '../../prepare.mjs'

/** As strict as the app's own page, which has its collector on the same port. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; " +
  "connect-src 'self' ws://127.0.0.1:*; frame-src 'self'"

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

export interface HarnessServer {
  readonly page: Page
  close(): Promise<void>
}

/** Builds a page that holds nothing but the detail pane, serves it, and opens it in Chromium. */
export async function startHarness(options: { readonly hasPolicy: boolean }): Promise<HarnessServer> {
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
  const server = createServer(async (request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    const body = await readFile(join(folder, path)).catch(() => null)
    const headers: Record<string, string> = { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }
    if (options.hasPolicy && path !== '/mail-frame.html') headers['content-security-policy'] = POLICY
    response.writeHead(body ? 200 : 404, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const browser: Browser = await chromium.launch({
    executablePath: findChromium() ?? 'chromium',
    args: ['--no-sandbox'],
  })
  const context = await browser.newContext({
    viewport: { width: 420, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${port}/`)
  return {
    page,
    async close() {
      await browser.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}

/** Puts these events, and no others, behind an empty pane. */
export async function setEvents(page: Page, events: readonly DebugEvent[]): Promise<void> {
  await page.evaluate((list) => window.harness.reset(list), events)
  await page.getByRole('region', { name: 'Event details' }).waitFor({ state: 'detached' })
}

/** Puts the events of a collector behind an empty pane. */
export async function connectPane(page: Page, { url, token }: { url: string; token: string }): Promise<void> {
  const address = { url: `${url.replace('http', 'ws')}/viewer`, token }
  await page.evaluate((to) => window.harness.connect(to), address)
  await page.getByRole('region', { name: 'Event details' }).waitFor({ state: 'detached' })
}

/** Shows an event in the pane. */
export async function showEvent(page: Page, id: number): Promise<void> {
  await page.evaluate((chosen) => window.harness.show(chosen), id)
}
