import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventId, EventRow } from '../../../../shared/event.ts'
import { pageLoad, refusedRequest } from '../../../fixtures/web-debug/page-load.ts'
import { expectAccessible } from '../../../helpers/accessibility.ts'
import { postEvents, shareCollector, startTestCollector, type TestCollector } from '../../../helpers/collector.ts'
import { TestViewer } from '../../../helpers/viewer.ts'
import { connectPane, type Harness, openHarness, showEvent } from '../open-harness.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness({ hasPolicy: true })
})
afterAll(() => server.close())
const loaded = shareCollector(pageLoad())

interface Desk {
  readonly page: Page
  readonly collector: TestCollector
  readonly rows: readonly EventRow[]
  /** Opens the first event of a type, or the one of this summary. */
  open(type: string, summary?: string): Promise<EventRow>
}

/** Sends documents to a real collector, and puts the pane on it. */
async function report(...documents: object[]): Promise<Desk> {
  const collector = await startTestCollector()
  for (const document of documents) expect((await postEvents(collector, document)).body).toMatchObject({ invalid: 0 })
  return sitDown(collector)
}

/** Puts the pane on the collector that has a page load, and nothing else. */
const readPageLoad = (): Promise<Desk> => sitDown(loaded())

async function sitDown(collector: TestCollector): Promise<Desk> {
  const { page } = server
  const { tail } = await (await TestViewer.connect(collector)).open()
  await connectPane(page, collector)
  const open = async (type: string, summary?: string) => {
    const row = tail.rows.find((one) => one.type === type && (summary === undefined || one.summary === summary))
    if (!row) throw new Error(`There is no ${type} ${summary ?? ''}`)
    await showEvent(page, row.id)
    await page.getByText(`#${row.id} · seq`).waitFor()
    return row
  }
  return { page, collector, rows: tail.rows, open }
}

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())
const selected = (page: Page) =>
  page.evaluate(() =>
    window.harness.calls.filter((call) => call.startsWith('select')).map((call) => Number(call.slice(7))),
  )
/** The rows of a table, cell by cell. */
const tableText = (table: Locator) =>
  table.locator('tr').evaluateAll((rows) =>
    rows.map((row) =>
      [...row.children]
        .map((cell) => cell.textContent.trim())
        .filter(Boolean)
        .join(' '),
    ),
  )
const textOf = async (locator: Locator) => ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim()
const idOf = (rows: readonly EventRow[], type: string, summary: string): EventId | undefined =>
  rows.find((row) => row.type === type && row.summary === summary)?.id

describe('a request', () => {
  it('is split into its parts, with all that it carried', async () => {
    const { page, open } = await readPageLoad()
    await open('request')
    await page.getByText('POST', { exact: true }).waitFor()
    const parts = page.locator('.http-uri')
    for (const text of ['https', 'shop.example', '/feed/list', 'page=2&token=••••', 'latest']) {
      await parts.getByText(text, { exact: true }).waitFor()
    }
    expect(await tableText(page.getByRole('table', { name: 'Body' }))).toEqual([
      'user ada',
      'password ••••',
      'tag a',
      'tag b',
    ])
    expect(await tableText(page.getByRole('table', { name: 'Cookies' }))).toEqual(['session ••••', 'theme ••••'])
    const headers = await tableText(page.getByRole('table', { name: 'Headers' }))
    expect(headers.filter((line) => line.startsWith('x-forwarded-for'))).toEqual([
      'x-forwarded-for 203.0.113.7',
      'x-forwarded-for 198.51.100.2',
    ])
  })

  it('shows a secret once it is clicked, and all of them by one switch', async () => {
    const { page, open } = await readPageLoad()
    await open('request')
    const pane = page.getByRole('region', { name: 'Event details' })
    await pane.getByRole('table', { name: 'Headers' }).waitFor()
    for (const secret of ['lovelace', 't0ps3cret', '5fd2ab01', 'eyJhbGci', 'c5rf']) {
      expect(await textOf(pane)).not.toContain(secret)
    }
    await pane.getByRole('button', { name: 'Show password' }).click()
    await pane.getByText('lovelace').waitFor()
    expect(await textOf(pane)).not.toContain('5fd2ab01')
    await pane.getByRole('button', { name: 'Hide password' }).click()
    await pane.getByText('lovelace').waitFor({ state: 'detached' })
    await pane.getByRole('button', { name: 'Show secrets' }).click()
    for (const secret of ['lovelace', 't0ps3cret', '5fd2ab01', 'eyJhbGci', 'c5rf']) {
      await expect.poll(() => textOf(pane)).toContain(secret)
    }
  })

  it('is searched in all of its tables, but for what is masked', async () => {
    const { page, open } = await readPageLoad()
    await open('request')
    const search = page.getByRole('searchbox', { name: 'Search keys and values' })
    await search.fill('FORWARDED')
    await expect.poll(() => tableText(page.getByRole('table', { name: 'Headers' }))).toHaveLength(2)
    await page.getByRole('button', { name: 'Headers 2 of 7' }).waitFor()
    await page.getByText('No cookies with “FORWARDED”.').waitFor()
    await search.fill('lovelace')
    await page.getByText('No body with “lovelace”.').waitFor()
  })

  it('copies a value, and itself with its secrets or without them, and says which', async () => {
    const { page, open } = await readPageLoad()
    await open('request')
    await page.getByRole('button', { name: 'Copy password' }).click()
    await expect.poll(() => clipboard(page)).toBe('lovelace')
    for (const format of ['cURL', 'fetch', 'raw HTTP']) {
      await page.getByRole('button', { name: 'Copy as', exact: true }).click()
      await page.getByRole('button', { name: `Copy as ${format}, secrets left out` }).click()
      await page.getByText(`Copied as ${format}, secrets left out.`).waitFor()
      expect(await clipboard(page)).toContain('HIDDEN')
      expect(await clipboard(page)).not.toContain('lovelace')
      await page.getByRole('button', { name: 'Copy as', exact: true }).click()
      await page.getByRole('button', { name: `Copy as ${format}, with secrets` }).click()
      await page.getByText(`Copied as ${format}, with secrets.`).waitFor()
      expect(await clipboard(page)).toContain('lovelace')
    }
  })

  it('keeps the pane open when Escape clears the search or closes the menu', async () => {
    const { page, open } = await readPageLoad()
    await open('request')
    const calls = () => page.evaluate(() => window.harness.calls)
    const search = page.getByRole('searchbox', { name: 'Search keys and values' })
    await search.fill('host')
    await search.press('Escape')
    await expect.poll(() => search.inputValue()).toBe('')
    await page.getByRole('button', { name: 'Copy as', exact: true }).click()
    await page.getByRole('dialog', { name: 'Copy as' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Copy as' }).waitFor({ state: 'hidden' })
    expect(await calls()).not.toContain('close')
    await search.press('Escape')
    expect(await calls()).toContain('close')
  })

  it('leads to its response, and that back to it', async () => {
    const { page, rows, open } = await readPageLoad()
    await open('request')
    await page.getByRole('button', { name: '→ 201 Created' }).click()
    await open('response')
    await page.getByRole('button', { name: '← POST https://shop.example/feed/list' }).click()
    const response = rows.find(({ type }) => type === 'response')
    const request = rows.find(({ type }) => type === 'request')
    expect(await selected(page)).toEqual([response?.id, request?.id])
  })

  it('has its body by content type', async () => {
    const request = (type: string, body: unknown) => ({
      type: 'request',
      payload: { method: 'POST', uri: `/${type}`, headers: { 'content-type': type }, body },
    })
    const { page, open } = await report([
      request('application/json', '{"user":"ada","password":"lovelace"}'),
      request('text/html', '<p class="x">Hello</p>'),
      request('application/octet-stream', '\u0001\u0002\u0003'),
    ])
    await open('request', 'POST /application/json')
    const tree = page.getByRole('tree', { name: 'body' })
    await tree.getByText('"ada"').waitFor()
    expect(await textOf(tree)).not.toContain('lovelace')
    await page.getByRole('button', { name: 'Show secrets' }).click()
    await tree.getByText('"lovelace"').waitFor()
    await open('request', 'POST /text/html')
    await page.getByRole('textbox', { name: 'body' }).locator('.cm-line span').first().waitFor()
    await open('request', 'POST /application/octet-stream')
    await page.getByText('Binary data, 3 B').waitFor()
  })
})

describe('a response', () => {
  it('shows status, time, memory, headers, body, and all else as JSON', async () => {
    const { page, open } = await readPageLoad()
    await open('response')
    const pane = page.getByRole('region', { name: 'Event details' })
    for (const text of ['201 Created', '148 ms', 'peak memory 38.9 MB']) {
      await pane.locator('.http-line').getByText(text, { exact: true }).waitFor()
    }
    expect(await tableText(page.getByRole('table', { name: 'Headers' }))).toEqual([
      'content-type application/json',
      'set-cookie ••••',
      'set-cookie ••••',
    ])
    await page.getByRole('tree', { name: 'body' }).getByText('12345678901234567890').waitFor()
    expect(await textOf(page.getByRole('tree', { name: 'body' }))).not.toContain('t0ps3cret')
    await page.getByRole('tree', { name: 'payload' }).getByText('"feed.list"').waitFor()
  })
})

describe('middleware', () => {
  it('stands in the pipeline of its request, with the time in each', async () => {
    const { page, rows, open } = await readPageLoad()
    await open('middleware', 'ThrottleRequests')
    const table = page.getByRole('table', { name: 'Middleware of its request' })
    await table.getByText('Authenticate').waitFor()
    expect(await tableText(table)).toEqual([
      '3 middleware, in order own total',
      'StartSession 9 ms 140 ms',
      'ThrottleRequests 3 ms 131 ms',
      'Authenticate 39 ms 128 ms',
    ])
    expect(await textOf(table.locator('[aria-current=true]'))).toContain('ThrottleRequests')
    await page.getByText('All of the middleware was passed').waitFor()
    await table.getByRole('button', { name: 'Authenticate' }).click()
    expect(await selected(page)).toEqual([idOf(rows, 'middleware', 'Authenticate')])
  })

  it('tells where the pipeline stopped, and that this is inferred', async () => {
    const { page, open } = await report(refusedRequest())
    await open('middleware', 'StartSession')
    await page.getByText('Stopped at RequireAdmin: it failed').waitFor()
    await page.getByText('Inferred: It reports a failure').waitFor()
    await page.getByRole('row', { name: /RequireAdmin.*stopped here/ }).waitFor()
  })
})

describe('a template', () => {
  it('stands in the tree of its request, with time and queries', async () => {
    const { page, rows, open } = await readPageLoad()
    await open('template', 'feed/list.twig')
    const table = page.getByRole('table', { name: 'Templates of its request' })
    await table.getByText('footer.twig').waitFor()
    expect(await tableText(table)).toEqual([
      '6 templates queries own total',
      'layout.twig 4 inside 13 ms 71 ms',
      'feed/list.twig 1 · 9 ms 22 ms 52 ms',
      ...Array.from({ length: 3 }, () => 'feed/row.twig 1 · 4 ms 3 ms 7 ms'),
      'footer.twig – 6 ms 6 ms',
    ])
    await table.getByRole('button', { name: 'Queries of feed/list.twig' }).click()
    await table.getByRole('button', { name: 'SELECT * FROM authors' }).click()
    expect(await selected(page)).toEqual([idOf(rows, 'query', 'SELECT * FROM authors WHERE id IN (1, 2, 3)')])
  })
})

describe('a template with thousands of queries', () => {
  it('counts all of them, and lists them part by part', async () => {
    const query = (index: number) => ({
      type: 'query',
      duration: 1,
      payload: { target: 'mysql', query: `SELECT ${index}` },
    })
    const nested = Array.from({ length: 6000 }, (_, index) => query(index))
    const template = { type: 'template', payload: { name: 'list.twig' }, nested }
    const { page } = await report({ id: 'long', version: 1, events: [template] })
    await showEvent(page, 1)
    await page.getByRole('button', { name: 'Queries of list.twig' }).getByText('6,000 · 6 s').click()
    const queries = page.getByRole('list', { name: 'Queries of list.twig' }).getByRole('listitem')
    expect(await queries.count()).toBe(100)
    await page.getByRole('button', { name: 'Show 500 more of 6,000' }).click()
    await expect.poll(() => queries.count()).toBe(600)
    expect(await page.getByText(/Made from/).count()).toBe(0)
  })
})

describe('an app event', () => {
  it('is grouped with the others of its request', async () => {
    const { page, rows, open } = await readPageLoad()
    await open('event', 'cart.changed')
    await page.getByRole('heading', { name: '5 app events in its request' }).waitFor()
    const groups = await page.locator('.event-group h4').allTextContents()
    expect(groups).toEqual(['cart3', 'kernel1', 'no group1'])
    const cart = page.getByRole('region', { name: 'cart' })
    await cart.getByText('×2').waitFor()
    expect(await cart.locator('.event-times button').count()).toBe(2)
    expect(await cart.locator('.event-times [aria-current=true]').count()).toBe(1)
    await page.getByRole('button', { name: 'kernel.view' }).click()
    expect(await selected(page)).toEqual([idOf(rows, 'event', 'kernel.view')])
  })

  it('sees its stream grow', async () => {
    const [id, moment] = ['growing', { type: 'event', payload: { name: 'tick', group: 'clock' } }]
    const { page, collector, open } = await report({ id, version: 1, events: [moment] })
    await open('event')
    await page.getByRole('heading', { name: '1 app event in its request' }).waitFor()
    await postEvents(collector, { id, version: 1, events: [moment, moment] })
    await page.getByRole('heading', { name: '3 app events in its request' }).waitFor()
    await page.getByText('×3').waitFor()
  })

  it('is in sight in a stream of more events than are looked at, and the view says so', async () => {
    const events = Array.from({ length: 6000 }, (_, index) => ({ type: 'event', payload: { name: `tick ${index}` } }))
    const { page, open } = await report({ id: 'long', version: 1, events })
    await open('event', 'tick 5990')
    await page.locator('li[aria-current=true]').getByText('tick 5990').waitFor()
    await page.getByText('of the 6,000 events of this stream').waitFor()
  })
})

describe('an access check', () => {
  it('tells at a glance what was decided, by whose votes', async () => {
    const { page, open, rows } = await readPageLoad()
    const check = await open('access_check', 'DENIED ada@shop.example may not publish article:hello')
    const sign = page.locator('.access-sign')
    await sign.getByText('DENIED', { exact: true }).waitFor()
    expect(await textOf(sign.getByRole('paragraph'))).toBe('ada@shop.example may not publish article:hello')
    const votes = page.getByRole('region', { name: 'Votes' })
    await votes.getByText('3 votes on this question').waitFor()
    await votes.getByText('add up to −1').waitFor()
    expect(await votes.getByRole('listitem').allTextContents()).toEqual([
      'DENIED−1error 5verdict',
      'GRANT+1debug 1',
      'DENIED−1debug 1',
    ])
    await votes.getByRole('button', { name: 'GRANT' }).click()
    expect(await selected(page)).toEqual([check.id + 1])
    expect(rows.find(({ id }) => id === check.id + 1)?.parent).toBe(check.id)
  })

  it('stands in the matrix of its request, which can be cut to what was denied', async () => {
    const { page, open } = await readPageLoad()
    await open('access_check', 'GRANT ada@shop.example may read feed')
    const matrices = page.getByRole('region', { name: 'Decisions of its request' })
    await matrices.getByText('4 questions in its request').waitFor()
    expect(await tableText(matrices.getByRole('table', { name: 'publish' }))).toEqual([
      'what ╲ who ada@shop.example bob@shop.example',
      'article:hello DENIED3 votes DENIED',
      'article:draft GRANT –',
    ])
    expect(await textOf(matrices.locator('td[aria-current=true]'))).toContain('GRANT')
    await matrices.getByRole('checkbox', { name: 'Denied only' }).check()
    await expect.poll(() => matrices.getByRole('table').count()).toBe(1)
    expect(await textOf(matrices.getByRole('table'))).not.toContain('GRANT')
  })
})

describe('every view', () => {
  it('has no violation of accessibility in either theme', async () => {
    const { page, open } = await report(pageLoad(), refusedRequest())
    const ready: [string, string][] = [
      ['request', '→ 201'],
      ['response', '← POST'],
      ['middleware', 'Inferred'],
      ['template', 'footer.twig'],
      ['event', 'app events'],
      ['access_check', 'questions in'],
    ]
    for (const [type, text] of ready) {
      const denied = type === 'access_check' ? 'DENIED ada@shop.example may not publish article:hello' : undefined
      await open(type, denied)
      await page.getByText(text).first().waitFor()
      if (type === 'template') await page.getByRole('button', { name: 'Queries of' }).first().click()
      if (type === 'request') await page.getByRole('button', { name: 'Show password' }).click()
      await expectAccessible(page, { within: '.detail-pane' })
    }
  })
})
