import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shareChromium } from '../../e2e/tattler.ts'
import { readCodeBlocks } from '../../helpers/code-blocks.ts'
import { queryLog, shareCollector, until } from '../../helpers/collector.ts'

const FRAMEWORK = new URL('../../clients/node_modules/roundware-web-framework/dist/roundware.umd.js', import.meta.url)
const VISIT = new URL('./visit.mjs', import.meta.url)
const VISIT_IN_NODE = fileURLToPath(new URL('./visit-in-node.mjs', import.meta.url))

/** What the client saw, but for what it was told to send. */
const SEEN = {
  user: 'dev-9',
  uiConfig: { listen: [], speak: [] },
  speakers: [],
  audiotracks: [],
  assets: [],
  filtered: expect.objectContaining({ event_type: 'filter_stream', data: 'free text', tag_ids: '[3, 8]' }),
  vote: expect.objectContaining({ asset_id: 11, type: 'like', value: 1 }),
  upload: expect.objectContaining({ latitude: '47.0707', longitude: '15.4395', tag_ids: '3' }),
}

/** Types in the log of a whole visit; what the client sends without waiting may come in any order. */
const TYPES = [
  'create_envelope',
  'filter_stream',
  'listen',
  'location_update',
  'location_update',
  'pause_stream',
  'play_stream',
  'session',
  'start_listen',
  'start_session',
  'start_upload',
  'vote_asset',
]

const shared = shareCollector([])

/** Waits for all events of a visit. */
async function readVisit(instance: string, session: number): Promise<Record<string, unknown>[]> {
  return until(async () => {
    const { events = [] } = await queryLog(shared(), { from: { instance, stream: String(session) } })
    return events.length >= TYPES.length && events
  })
}

describe('roundware-web-framework, unmodified', () => {
  test('works in Node from connect() to the upload, and all it does is in the log', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [VISIT_IN_NODE, shared().url, '1'])
    const seen = JSON.parse(stdout)
    expect(seen).toMatchObject({ ...SEEN, project: 'Project 1' })
    const events = await readVisit('roundware', seen.session)
    expect(events.map(({ event_type }) => event_type).sort()).toEqual(TYPES)
    expect(events.every(({ protocol }) => protocol === 'roundware')).toBe(true)
  })

  describe('in Chromium, on a page of another origin', () => {
    const files: Readonly<Record<string, { type: string; read(): string }>> = {
      '/': {
        type: 'text/html',
        read: () =>
          '<!doctype html><title>App</title><script src="framework.js"></script>' +
          '<script type="module">import { visit } from "./visit.mjs"; window.visit = visit</script>',
      },
      '/framework.js': { type: 'text/javascript', read: () => readFileSync(FRAMEWORK, 'utf8') },
      '/visit.mjs': { type: 'text/javascript', read: () => readFileSync(VISIT, 'utf8') },
    }
    const app = createServer((request, response) => {
      const file = files[request.url ?? '/']
      response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' })
      response.end(file?.read())
    })
    let page: Page
    beforeAll(async () => {
      app.listen(0, '127.0.0.1')
      await once(app, 'listening')
      page = await (await shareChromium()).newPage()
      await page.goto(`http://localhost:${(app.address() as AddressInfo).port}/`)
    })
    afterAll(async () => {
      await page?.context().close()
      app.closeAllConnections()
      app.close()
    })

    test('works, preflights and all, and says where the listener was', async () => {
      const seen = await page.evaluate(
        (url) =>
          Reflect.get(window, 'visit')(Reflect.get(window, 'RoundwareWebFramework'), window, url, {
            projectId: 7,
            hasAudio: true,
          }),
        shared().url,
      )
      expect(seen).toMatchObject({ ...SEEN, project: 'Project 7' })
      const events = await readVisit('roundware-7', seen.session)
      expect(events.map(({ event_type }) => event_type).sort()).toEqual(TYPES)
      // The client does not wait for one answer before it sends the next: they may overtake each other.
      const places = events
        .filter(({ event_type }) => event_type === 'location_update')
        .map(({ payload }) => payload as { readonly latitude: number })
        .sort((a, b) => a.latitude - b.latitude)
      expect(places).toMatchObject([
        { latitude: 47.0736, longitude: 15.4378 },
        { latitude: 47.0768, longitude: 15.4372 },
      ])
      const [session] = events.filter(({ event_type }) => event_type === 'session')
      expect(session?.payload).toMatchObject({ device_id: 'dev-9', client_type: 'web', project_id: 7 })
      expect(session?.summary).toContain('Mozilla/5.0')
    })

    test('works as the documents tell', async () => {
      const [sample] = readCodeBlocks('docs/protocols.md').filter(({ code }) => code.includes('new Roundware('))
      const code = sample?.code.replace('http://127.0.0.1:7357', shared().url)
      await page.evaluate(`(async ({ Roundware }) => { ${code} })(RoundwareWebFramework)`)
      const { events = [] } = await until(async () => {
        const sessions = { field: 'payload.device_id', operator: 'eq', value: 'my-phone' }
        const found = await queryLog(shared(), { from: { instance: 'roundware' }, where: [sessions] })
        return found.total > 0 && found
      })
      expect(events).toMatchObject([{ event_type: 'session' }])
    })
  })
})
