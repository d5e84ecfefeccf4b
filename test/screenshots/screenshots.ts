import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTransport } from 'nodemailer'
import type { Page } from 'playwright-core'
import { Projects } from '../../main/code/projects.ts'
import { type Collector, startCollector } from '../../main/collector.ts'
import { ROOT } from '../../main/prepare.mjs'
import { readSettings } from '../../main/settings.ts'
import { launchChromium } from '../e2e/tattler.ts'
import { PARCEL_MAIL } from '../fixtures/mail/parcel-mail.ts'
import { WORKER_DOCUMENTS } from '../fixtures/web-debug/worker.ts'
import { SCENES, type Scene } from './scenes.ts'
import { sendSessions } from './sessions.ts'

const THEMES = ['light', 'dark'] as const
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 700, height: 900 }

/** Takes the pictures whose name contains one of `names`, or all of them. */
export async function run(names: readonly string[]): Promise<void> {
  const folder = join(ROOT, 'screenshots')
  mkdirSync(folder, { recursive: true })
  const dataDir = mkdtempSync(join(tmpdir(), 'tattler-screenshots-'))
  new Projects(dataDir).set('kettle-and-leaf', { root: join(ROOT, 'test/demo/shop'), mappings: [] })
  const collector = await startCollector({
    dataDir,
    port: 0,
    settings: { ...readSettings(dataDir), smtp: { enabled: true, port: 0, starttls: false } },
    viewerDir: join(ROOT, 'dist/renderer'),
    workerFile: pathToFileURL(join(ROOT, 'dist/main/worker.js')),
  })
  const browser = await launchChromium()
  try {
    const empty = await openPage(WIDE, 'light')
    await empty.getByRole('grid').or(empty.getByText('curl').first()).first().waitFor()
    await empty.screenshot({ path: join(folder, 'empty-light.png') })
    await empty.context().close()
    await fill(collector, dataDir)
    for (const theme of THEMES) {
      for (const { name, isNarrow, settings, prepare } of SCENES) {
        if (names.length > 0 && !names.some((part) => name.includes(part))) continue
        const page = await openPage(isNarrow ? NARROW : WIDE, theme, settings)
        try {
          await prepare(page)
          await settle(page)
        } catch (error) {
          console.error(`${name} (${theme}): ${error instanceof Error ? error.message : String(error)}`)
          process.exitCode = 1
        }
        await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
        await page.context().close()
      }
    }
    console.log(`The pictures are in ${folder}.`)
  } finally {
    await browser.close()
    await collector.close()
    rmSync(dataDir, { recursive: true, force: true })
  }

  async function openPage(
    viewport: typeof WIDE,
    colorScheme: (typeof THEMES)[number],
    settings: Scene['settings'] = {},
  ): Promise<Page> {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
    context.setDefaultTimeout(10_000)
    const page = await context.newPage()
    await page.addInitScript(
      (state) => localStorage.setItem('tattler', JSON.stringify({ state, version: 0 })),
      settings,
    )
    await page.goto(collector.viewerUrl)
    return page
  }
}

/** Waits for fonts, highlighting and what else comes a moment later: until nothing has changed for a while. */
function settle(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await document.fonts.ready
    await new Promise<void>((resolve) => {
      let timer = setTimeout(resolve, 400)
      const latest = performance.now() + 4000
      new MutationObserver(() => {
        if (performance.now() > latest) return
        clearTimeout(timer)
        timer = setTimeout(resolve, 400)
      }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
    })
  })
}

/** Sessions, a round through the demo shop, then what it has no occasion to send. */
async function fill(collector: Collector, dataDir: string): Promise<void> {
  await sendSessions(collector.url)
  const demo = spawn(process.execPath, [join(ROOT, 'test/demo/run.mjs'), '--data', dataDir, '--rate', '100'])
  await once(demo, 'exit')
  for (const { app, body } of WORKER_DOCUMENTS) {
    const headers = { 'content-type': 'application/json', 'x-tattler-app': app }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    await fetch(`${collector.url}/events`, { method: 'POST', headers, body: text })
  }
  const [host = '', port] = (collector.status().smtp.address ?? '').split(':')
  const transport = createTransport({ host, port: Number(port), secure: false, ignoreTLS: true })
  // Without its emoji, for which not every machine has a font.
  await transport.sendMail({ ...PARCEL_MAIL, subject: PARCEL_MAIL.subject.replace(/\p{Extended_Pictographic} /u, '') })
  transport.close()
}
