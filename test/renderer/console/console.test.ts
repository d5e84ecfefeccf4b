import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { details, rowsWith, search, waitForNoRow, waitForRow } from '../../e2e/viewer.ts'
import { expectAccessible, expectHighContrast } from '../../helpers/accessibility.ts'
import { browser, type ViewerOptions } from '../../helpers/browser.ts'
import { logEvent, queryEvent, shareCollector } from '../../helpers/collector.ts'

const NOON = Date.UTC(2026, 0, 31, 12)
const MINUTE = 60_000

const collector = shareCollector({
  id: 'visit',
  version: 1,
  events: [
    queryEvent('SELECT * FROM teas WHERE id = 1', { duration: 120, time: NOON }),
    queryEvent('SELECT * FROM teas WHERE id = 2', { duration: 40, time: NOON + MINUTE }),
    {
      ...queryEvent('GET tea', { duration: 1, time: NOON + 3 * MINUTE }),
      payload: { target: 'redis', query: 'GET tea' },
    },
    logEvent('The kettle boils.', { time: NOON }),
    logEvent('No tea left.', {
      time: NOON,
      importance: 5,
      payload: { message: 'No tea left.', cup: { kind: 'porcelain' } },
    }),
  ],
})

/** The frame around the console is looked at where it is tested. */
const CONSOLE = '[aria-label="Query console"]'
const screen = (page: Page) => page.getByRole('region', { name: 'Query console' })
const editor = (page: Page) => page.getByRole('textbox', { name: 'Query as JSON' })
const table = (page: Page) => page.getByRole('table', { name: 'Result' })
const cells = (page: Page) => table(page).locator('tbody tr')
const textOf = async (page: Page): Promise<unknown> => JSON.parse(await editor(page).evaluate(readLines))

/** The editor draws lines; only together they are the text. */
function readLines(content: HTMLElement | SVGElement): string {
  return [...content.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n')
}

async function openConsole(options: ViewerOptions = {}): Promise<Page> {
  const page = await browser.openPage(collector(), options)
  await waitForRow(page, 'The kettle boils.')
  await page.keyboard.press('4')
  await editor(page).waitFor()
  return page
}

async function run(page: Page, query: object): Promise<void> {
  await editor(page).fill(JSON.stringify({ from: { instance: '*' }, ...query }))
  await editor(page).press('Control+Enter')
}

const count = (...groupBy: unknown[]) => ({ reduce: { type: 'count', groupBy } })

/** A list that is drawn anew for the last letter loses a click that comes just then, as it would a user's. */
async function takeCompletion(page: Page, name: RegExp): Promise<void> {
  const option = page.getByRole('option', { name }).first()
  await option.waitFor()
  await expect
    .poll(async () => {
      await option.click({ timeout: 1000 }).catch(() => undefined)
      return option.count()
    })
    .toBe(0)
}

describe('a query', () => {
  test('is run with a key, and answered as rows that lead to their events', async () => {
    const page = await openConsole()
    await expect.poll(() => page.getByRole('region', { name: 'Filters' }).count()).toBe(0)
    await run(page, { where: [{ field: 'importance', operator: 'gte', value: 5 }], select: ['id', 'summary'] })
    await expect.poll(() => cells(page).allTextContents()).toEqual([expect.stringContaining('No tea left.')])
    await page
      .getByRole('status')
      .filter({ hasText: /^1 event · / })
      .waitFor()
    await table(page)
      .getByRole('button', { name: /^Show event / })
      .click()
    await details(page).getByRole('heading', { name: 'No tea left.' }).waitFor()
  })

  test('that is wrong is marked where it is wrong, and cannot be run', async () => {
    const page = await openConsole()
    await editor(page).fill('{"where": [{"field": "type", "operator": "lke"}]}')
    await screen(page).getByText('where[0].operator: unknown operator "lke"').waitFor()
    expect(await editor(page).locator('.cm-lintRange-error').textContent()).toBe('"lke"')
    expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true)
    await editor(page).fill('{"limit": 5')
    await screen(page).getByText('not JSON: the text ends too early, something is not closed').waitFor()
  })

  test('answered with many rows is one stop of Tab, and arrows lead through its rows', async () => {
    const page = await openConsole()
    await run(page, { select: ['id', 'summary'], orderBy: { field: 'id' } })
    await expect.poll(() => cells(page).count()).toBe(5)
    const stops = table(page).locator('tbody button[tabindex="0"]')
    expect(await stops.count()).toBe(1)
    const focused = () => page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex'))
    await stops.focus()
    for (const [key, row] of Object.entries({ ArrowDown: 3, End: 6, ArrowUp: 5, PageDown: 6, Home: 2, PageUp: 2 })) {
      await page.keyboard.press(key)
      await expect.poll(focused, { message: key }).toBe(String(row))
      expect(await stops.count()).toBe(1)
    }
    await page.keyboard.press('Enter')
    await details(page).getByRole('heading', { name: 'SELECT * FROM teas WHERE id = 1' }).waitFor()
  })

  test('that the log refuses says why', async () => {
    const page = await openConsole()
    await run(page, { from: { instance: 'nobody' } })
    await screen(page).getByRole('alert').filter({ hasText: 'Event log instance not found: nobody' }).waitFor()
  })

  test('is completed with the fields and values of the log', async () => {
    const page = await openConsole()
    await editor(page).fill('')
    await page.keyboard.type('{"where": [{"field": "cup')
    await takeCompletion(page, /^payload\.cup\.kind/)
    await page.keyboard.type(', "operator": "eq", "value": "porc')
    await takeCompletion(page, /^porcelain/)
    await expect
      .poll(() => textOf(page))
      .toEqual({ where: [{ field: 'payload.cup.kind', operator: 'eq', value: 'porcelain' }] })
  })

  test('can be cancelled while it runs, and until then the answer before it stays', async () => {
    // Of its own: a route cannot be taken back.
    const context = await (await browser.openPage(collector())).context().browser()?.newContext()
    onTestFinished(() => context?.close())
    const page = (await context?.newPage()) as Page
    const sent: string[] = []
    await page.routeWebSocket(/\/viewer/, (socket) => {
      const server = socket.connectToServer()
      const held = new Set<number>()
      socket.onMessage((message) => {
        const { seq, method } = JSON.parse(String(message))
        sent.push(method)
        if (method === 'console/run' && String(message).includes('reduce')) held.add(seq)
        server.send(message)
      })
      server.onMessage((message) => {
        if (!held.has(JSON.parse(String(message)).seq)) socket.send(message)
      })
    })
    await page.goto(collector().viewerUrl)
    await waitForRow(page, 'The kettle boils.')
    await page.keyboard.press('4')
    await run(page, { from: { instance: 'nobody' } })
    await screen(page).getByRole('alert').waitFor()
    await run(page, count('type'))
    await screen(page)
      .getByText(/^Running for \d+ s…$/)
      .waitFor()
    expect(await screen(page).getByRole('alert').textContent()).toContain('nobody')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
    await expect.poll(() => sent).toContain('console/cancel')
  })
})

describe('a reduced answer', () => {
  test('is drawn as bars and shown as a table, the largest first', async () => {
    const page = await openConsole()
    await run(page, { ...count('target'), where: [{ field: 'type', operator: 'eq', value: 'query' }] })
    await page.getByRole('img', { name: 'count by target; highest 2 at mysql' }).locator('canvas').waitFor()
    await expect.poll(() => cells(page).allTextContents()).toEqual(['2mysql', '1redis'])
    await page.getByRole('button', { name: 'Chart' }).click()
    await page.getByRole('img', { name: /^count by/ }).waitFor({ state: 'detached' })
    await table(page).getByRole('button', { name: 'count' }).click()
    await expect.poll(() => cells(page).first().textContent()).toContain('mysql')
  })

  test('over buckets of time is drawn as lines', async () => {
    const page = await openConsole()
    await run(page, count({ field: 'time', bucket: '1m' }, 'type'))
    await page
      .getByRole('img', { name: /^count by time and type; highest 2 at / })
      .locator('canvas')
      .waitFor()
    await expect.poll(() => cells(page).count()).toBe(4)
  })

  test('without groups is one value', async () => {
    const page = await openConsole()
    await run(page, { reduce: { type: 'max', field: 'duration' } })
    await screen(page).getByText('120 ms', { exact: true }).waitFor()
  })

  test('names the queries of a shape', async () => {
    const page = await openConsole()
    await page.getByRole('button', { name: /^Slowest queries by shape/ }).click()
    await table(page).getByText('SELECT * FROM teas WHERE id = 1').waitFor()
  })

  test('is saved as CSV and as JSON', async () => {
    const page = await openConsole()
    await run(page, { ...count('target'), where: [{ field: 'duration', operator: 'exists' }] })
    await expect.poll(() => cells(page).count()).toBe(2)
    const saved: string[] = []
    for (const format of ['CSV', 'JSON']) {
      const downloading = page.waitForEvent('download')
      await page.getByRole('button', { name: `Save the result as ${format}` }).click()
      const download = await downloading
      expect(download.suggestedFilename()).toMatch(new RegExp(`^tattler-query-.*\\.${format.toLowerCase()}$`))
      saved.push(await readFile(await download.path(), 'utf8'))
    }
    expect(saved[0]).toBe('count,target\r\n2,mysql\r\n1,redis\r\n')
    expect(JSON.parse(saved[1] ?? '')).toEqual([
      { group: { target: 'mysql' }, value: 2 },
      { group: { target: 'redis' }, value: 1 },
    ])
  })
})

describe('the form', () => {
  test('changes the text, and the text the form', async () => {
    const page = await openConsole()
    await editor(page).fill('{"from": {"instance": "*"}, "limit": 5}')
    await page.getByRole('button', { name: 'Form', exact: true }).click()
    const form = page.getByRole('form', { name: 'Query as a form' })
    await form.getByRole('button', { name: 'Condition' }).click()
    await form.getByRole('combobox', { name: 'Field' }).fill('duration')
    await form.getByRole('combobox', { name: 'Operator' }).selectOption('gte')
    await form.getByRole('combobox', { name: 'Value' }).fill('40')
    await form.getByRole('combobox', { name: 'Compute' }).selectOption('count')
    await form.getByRole('button', { name: 'Group', exact: true }).last().click()
    await form.getByRole('combobox', { name: 'Field' }).last().fill('time')
    await form.getByRole('textbox', { name: 'Bucket' }).fill('1h')
    await page.getByRole('button', { name: 'JSON', exact: true }).click()
    await expect
      .poll(() => textOf(page))
      .toEqual({
        from: { instance: '*' },
        where: [{ field: 'duration', operator: 'gte', value: 40 }],
        limit: 5,
        reduce: { type: 'count', groupBy: [{ field: 'time', bucket: '1h' }] },
      })
    await editor(page).fill(
      '{"from": {"instance": "*"}, "where": [{"any": [{"field": "type", "operator": "in", "value": ["a", "b"]}]}]}',
    )
    await page.getByRole('button', { name: 'Form', exact: true }).click()
    await expect.poll(() => form.getByRole('combobox', { name: 'Values, with commas' }).inputValue()).toBe('a, b')
    expect(await form.getByRole('combobox', { name: 'Group' }).inputValue()).toBe('any')
  })

  test('says beside the field what is wrong with it', async () => {
    const page = await openConsole()
    await editor(page).fill('{"from": {"instance": "*"}, "reduce": {"type": "sum"}}')
    await page.getByRole('button', { name: 'Form', exact: true }).click()
    const form = page.getByRole('form', { name: 'Query as a form' })
    await form.getByText('reduce.field: sum needs a field').waitFor()
    expect(await form.getByRole('combobox', { name: 'Of field' }).getAttribute('aria-invalid')).toBe('true')
  })

  test('cannot show text that is no JSON, and leads back to it', async () => {
    const page = await openConsole()
    await editor(page).fill('{"limit": ')
    await page.getByRole('button', { name: 'Form', exact: true }).click()
    await page.getByRole('button', { name: 'Mend it as JSON' }).click()
    await editor(page).waitFor()
  })
})

describe('between list and console', () => {
  test('a filter becomes the query that says the same, and comes back as it was', async () => {
    const page = await browser.openPage(collector())
    await waitForRow(page, 'The kettle boils.')
    await search(page, 'type:log level:>=error')
    await waitForNoRow(page, 'The kettle boils.')
    await page.getByRole('button', { name: /^As a query/ }).click()
    await editor(page).waitFor()
    expect(await textOf(page)).toEqual({
      from: { instance: '*' },
      where: [
        { field: 'type', operator: 'eq', value: 'log' },
        { field: 'importance', operator: 'gte', value: 5 },
      ],
      orderBy: { field: 'id', direction: 'desc' },
      limit: 100,
    })
    await page.getByRole('button', { name: 'Show as rows' }).click()
    await waitForRow(page, 'No tea left.')
    expect(await page.getByRole('combobox', { name: 'Search events' }).inputValue()).toBe('type:log level:>=error')
  })

  test('a query shows its rows in the list, with its conditions in sight until they are lifted', async () => {
    const page = await openConsole()
    await editor(page).fill(
      '{"from": {"instance": "*"}, "where": [{"field": "duration", "operator": "between", "value": [30, 50]}]}',
    )
    await page.getByRole('button', { name: 'Show as rows' }).click()
    await waitForNoRow(page, 'The kettle boils.')
    await waitForRow(page, 'WHERE id = 2')
    await page.getByTitle('duration 30 … 50').waitFor()
    await page.keyboard.press('q')
    await expect
      .poll(() => textOf(page))
      .toMatchObject({
        where: [{ field: 'duration', operator: 'between', value: [30, 50] }],
      })
    await page.keyboard.press('Escape')
    await page.keyboard.press('1')
    await page.getByRole('button', { name: 'Lift the conditions of the query' }).click()
    await waitForRow(page, 'The kettle boils.')
  })

  test('a group leads to its events', async () => {
    const page = await openConsole()
    await run(page, count('target', { field: 'duration', bucket: 100 }))
    await cells(page)
      .filter({ hasText: '100 ms' })
      .getByRole('button', { name: 'Show the events of this group' })
      .click()
    await waitForNoRow(page, 'WHERE id = 2')
    expect(await rowsWith(page, 'WHERE id = 1').count()).toBe(1)
  })

  test('a ready-made query is run from the palette', async () => {
    const page = await browser.openPage(collector())
    await waitForRow(page, 'The kettle boils.')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /command/i }).fill('events per app')
    await page
      .getByRole('option', { name: /^Query: Events per app/ })
      .first()
      .click()
    await expect.poll(() => cells(page).count()).toBe(2)
  })
})

test('what was written and what was run is there after a reload', async () => {
  const page = await openConsole()
  await run(page, { limit: 3 })
  await expect.poll(() => cells(page).count()).toBe(3)
  await editor(page).fill('{"limit": 4}')
  await page.reload()
  await expect.poll(() => textOf(page)).toEqual({ limit: 4 })
  await page.getByRole('button', { name: 'History of queries' }).click()
  await page
    .getByRole('dialog', { name: 'History of queries' })
    .getByRole('button', { name: /"limit":3/ })
    .click()
  await expect.poll(() => cells(page).count()).toBe(3)
})

describe('there is no accessibility violation, in any theme and contrast,', () => {
  test('where one begins', async () => {
    const page = await openConsole()
    await page.getByRole('button', { name: /^Busiest minute/ }).waitFor()
    await expectAccessible(page, { within: CONSOLE, inAnyContrast: true })
  })

  test('in editor, chart and table', async () => {
    const page = await openConsole()
    await run(page, count({ field: 'time', bucket: '1m' }, 'type'))
    await page
      .getByRole('img', { name: /^count by time/ })
      .locator('canvas')
      .waitFor()
    await editor(page).fill('{"limit": 0}')
    await screen(page).getByText('limit: must be').waitFor()
    await expectAccessible(page, { within: CONSOLE, inAnyContrast: true })
    await expectHighContrast(page)
  })

  test('in the form', async () => {
    const page = await openConsole({ viewport: { width: 700, height: 900 } })
    await editor(page).fill(
      '{"where": [{"not": {"any": [{"field": "write", "operator": "eq", "value": true}]}}], "reduce": {"type": "sum"}}',
    )
    await page.getByRole('button', { name: 'Form', exact: true }).click()
    await page.getByRole('form').waitFor()
    await expectAccessible(page, { within: CONSOLE, inAnyContrast: true })
  })
})
