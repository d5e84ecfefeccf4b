import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DebugEvent } from '../../../shared/event.ts'
import { clampImportance } from '../../../shared/importance.ts'
import type { FeedMessage } from '../../../shared/messages.ts'
import { formatTerm, parseSearch } from '../../../shared/query/search.ts'
import { expectAccessible } from '../../helpers/accessibility.ts'
import { makeEvent } from './make-event.ts'
import { type Harness, openHarness, setEvents, showEvent } from './open-harness.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness({ hasPolicy: true })
})
afterAll(() => server.close())

/** Opens the pane on the first of the events. */
async function openPane(...events: DebugEvent[]): Promise<Page> {
  await setEvents(server.page, events)
  if (events[0]) await showEvent(server.page, events[0].id)
  return server.page
}

/** Puts the events behind the pane, which stays closed. */
async function keepPaneClosed(...events: DebugEvent[]): Promise<Page> {
  await setEvents(server.page, events)
  return server.page
}

const textOf = async (locator: Locator) => (await locator.textContent()) ?? ''
const calls = (page: Page) => page.evaluate(() => window.harness.calls)
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

describe('loading', () => {
  it('shows what the row tells while the payload is still on its way', async () => {
    const page = await keepPaneClosed(makeEvent({ message: 'the payload' }, { summary: 'the summary' }))
    await page.evaluate(() => {
      window.harness.held[1] = () => {}
    })
    await showEvent(page, 1)
    await page.getByRole('heading', { name: 'the summary' }).waitFor()
    expect(await page.getByText('the payload').count()).toBe(0)
    await page.evaluate(() => window.harness.held[1]?.())
    await page.getByText('the payload').waitFor()
  })

  it('drops an answer that comes after another event was chosen', async () => {
    const page = await keepPaneClosed(
      makeEvent({ message: 'first payload' }, { id: 1, summary: 'first' }),
      makeEvent({ message: 'second payload' }, { id: 2, summary: 'second' }),
    )
    await page.evaluate(() => {
      window.harness.held[1] = () => {}
    })
    await showEvent(page, 1)
    await page.getByRole('heading', { name: 'first' }).waitFor()
    await showEvent(page, 2)
    await page.getByText('second payload').waitFor()
    await page.evaluate(() => window.harness.held[1]?.())
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await page.getByText('first payload').count()).toBe(0)
    expect(await page.getByText('second payload').count()).toBe(1)
  })

  it('asks for the newest of the events that were passed while answers were awaited', async () => {
    const page = await keepPaneClosed(
      ...[1, 2, 3, 4, 5].map((id) => makeEvent({ message: `payload ${id}` }, { id, summary: `event ${id}` })),
    )
    await page.evaluate(() => Object.assign(window.harness.held, { 1: () => {}, 2: () => {} }))
    for (const id of [1, 2, 3, 4, 5]) {
      await showEvent(page, id)
      await page.getByRole('heading', { name: `event ${id}` }).waitFor()
    }
    await page.evaluate(() => window.harness.held[1]?.())
    await page.getByText('payload 5').waitFor()
    const calls = await page.evaluate(() => window.harness.calls.filter((call) => call.startsWith('event/open')))
    expect(calls).toEqual(['event/open 1', 'event/open 2', 'event/open 5'])
  })

  it('says so when the event is gone', async () => {
    const page = await keepPaneClosed()
    await showEvent(page, 7)
    await page.getByRole('status').getByText('This event is gone').waitFor()
  })

  it('says why an event could not be opened, and tries again', async () => {
    const page = await keepPaneClosed(makeEvent({ message: 'the payload' }, { summary: 'the summary' }))
    await page.evaluate(() => window.harness.failing.add(1))
    await showEvent(page, 1)
    await page.getByRole('alert').getByText('The connection was lost').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('the payload').waitFor()
  })

  it('looks at a stream anew whose events went away while they were read', async () => {
    const stop = { type: 'middleware', parent: null, descendants: 0, duration: 1, success: true, target: null }
    const page = await keepPaneClosed(makeEvent({ name: 'Here' }, { type: 'middleware', summary: 'Here' }))
    /** Has the next answer wait, and gives what lets it go. */
    const hold = async (...summaries: string[]) => {
      const events = summaries.map((summary, index) => ({ ...stop, id: index + 1, summary }))
      const key = 1000 + summaries.length
      await page.evaluate(
        ([page, slot]) => {
          window.harness.answers['stream/outline'] = new Promise((resolve) => {
            window.harness.held[slot] = () => resolve(page)
          })
        },
        [{ events, total: events.length }, key] as const,
      )
      return () => page.evaluate((slot) => window.harness.held[slot]?.(), key)
    }
    const reset = () => page.evaluate(() => window.harness.feed({ type: 'view/reset' } as FeedMessage))
    const answerBoth = await hold('Here', 'Gone')
    await showEvent(page, 1)
    await page.getByText('Looking at its request').waitFor()
    await reset()
    const answerOne = await hold('Here')
    await reset()
    await answerBoth()
    await page.getByText('2 middleware').waitFor()
    await answerOne()
    await page.getByText('1 middleware').waitFor()
  })
})

describe('header and fields', () => {
  const event = makeEvent(
    { target: 'mysql', query: 'SELECT 1', syntax: 'sql' },
    {
      type: 'query',
      importance: 4,
      target: 'mysql',
      success: false,
      duration: 58,
      tags: ['db:mysql', 'slow'],
      calledFrom: { file: '/src/Feed.php', line: 88 },
      definedIn: { file: '/src/Repository.php' },
      parent: 12,
      metadata: '{"deviations":["duration: a text, taken as a number"],"build":7}',
    },
  )

  it('tells what is common to all events', async () => {
    const page = await openPane(event)
    const pane = page.getByRole('region', { name: 'Event details' })
    for (const text of ['warning 4', 'failed', '58 ms', '/src/Feed.php:88', '/src/Repository.php']) {
      await pane.getByText(text, { exact: true }).waitFor()
    }
    await pane.getByText('Sender deviates: duration: a text, taken as a number').waitFor()
    await pane.getByRole('tree', { name: 'metadata' }).getByText('build').waitFor()
  })

  it('filters by the value that is clicked', async () => {
    const page = await openPane(event)
    for (const name of ['warning 4', 'query', 'mysql', 'db:mysql', 'false', 'shop', 'web-debug']) {
      await page.getByRole('button', { name, exact: true }).click()
    }
    const terms = (await calls(page)).filter((call) => call.startsWith('filter')).map((call) => call.slice(7))
    expect(terms).toEqual([
      formatTerm('level', 'warning'),
      'type:query',
      'target:mysql',
      'tag:db:mysql',
      'success:false',
      'app:shop',
      'protocol:web-debug',
    ])
    for (const term of terms) expect(parseSearch(term)).toMatchObject({ ok: true })
  })

  it('opens the parent, pins, and closes by button and Escape', async () => {
    const page = await openPane(event)
    await page.getByRole('button', { name: 'Open parent #12' }).click()
    await page.getByRole('button', { name: 'Pin' }).click()
    await page.getByRole('button', { name: 'Pin', pressed: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Close details' }).click()
    expect((await calls(page)).slice(1).filter((call) => !call.startsWith('query/'))).toEqual([
      'select 12',
      'event/pin {"id":1,"note":""}',
      'close',
      'close',
    ])
  })

  it('copies the event and says so', async () => {
    const page = await openPane(event)
    await page.getByRole('button', { name: 'Copy event as JSON' }).click()
    await page.getByRole('status').getByText('Copied').waitFor()
    expect(JSON.parse(await clipboard(page))).toMatchObject({ id: 1, payload: { query: 'SELECT 1' } })
    await page.getByRole('button', { name: 'Copy called from' }).click()
    await expect.poll(() => clipboard(page)).toBe('/src/Feed.php:88')
  })
})

describe('log', () => {
  it('shows the context as JSON in a read-only field, cut at 4,096 characters, and all of it as a tree', async () => {
    const context = JSON.stringify({ user_id: 12345, text: 'x'.repeat(6000), last: 'end' })
    const page = await openPane(makeEvent({ message: 'Hello', context }))
    const code = page.getByRole('textbox', { name: 'context' })
    await code.getByText('"user_id"').waitFor()
    expect(await code.getAttribute('aria-readonly')).toBe('true')
    expect((await textOf(code)).length).toBeLessThanOrEqual(4096)
    await page.getByRole('button', { name: 'Show all as a tree' }).click()
    await page.getByRole('treeitem', { name: /^last/ }).getByText('"end"').waitFor()
    await page.getByRole('button', { name: 'Text', exact: true }).click()
    await page.getByRole('button', { name: 'Copy context' }).click()
    await expect.poll(() => clipboard(page).then((text) => text.length)).toBeGreaterThan(6000)
  })

  it('takes a context that is an object, and one that is no JSON', async () => {
    const page = await openPane(
      makeEvent({ message: 'a', context: { id: 7 } }, { id: 1 }),
      makeEvent({ message: 'b', context: 'user 7' }, { id: 2 }),
    )
    await page.getByRole('textbox', { name: 'context' }).getByText('"id"').waitFor()
    await showEvent(page, 2)
    await page.getByRole('textbox', { name: 'context' }).getByText('user 7').waitFor()
  })

  it('shows payload keys that it does not know under "More"', async () => {
    const page = await openPane(makeEvent({ message: 'Hello', group: 'php:app_03' }))
    await page.getByRole('heading', { name: 'More' }).waitFor()
    await page.getByRole('treeitem', { name: /group/ }).getByText('"php:app_03"').waitFor()
  })
})

describe('query', () => {
  const query = (syntax: string | undefined, text: string) =>
    makeEvent({ target: 'mysql', query: text, ...(syntax && { syntax }) }, { type: 'query', target: 'mysql' })

  it.each([
    ['sql', 'SELECT 1'],
    ['json', '{"match_all": true}'],
    ['xml', '<a b="c">d</a>'],
  ])('is highlighted as %s', async (syntax, text) => {
    const page = await openPane(query(syntax, text))
    await page.getByRole('textbox', { name: 'query' }).locator('.cm-line span').first().waitFor()
  })

  it.each(['text', undefined, 'brainfuck'])('is not highlighted with syntax %s', async (syntax) => {
    const page = await openPane(query(syntax, 'SELECT 1'))
    const code = page.getByRole('textbox', { name: 'query' })
    await code.getByText('SELECT 1').waitFor()
    expect(await code.locator('.cm-line span').count()).toBe(0)
  })

  it('is folded from 512 characters on', async () => {
    const page = await openPane(query('sql', 'x'.repeat(512)))
    const code = page.getByRole('textbox', { name: 'query' })
    expect((await textOf(code)).length).toBeLessThan(512)
    await page.getByRole('button', { name: 'Show all 512 characters' }).click()
    await expect.poll(async () => (await textOf(code)).length).toBe(512)
    await page.getByRole('button', { name: 'Copy query' }).click()
    await expect.poll(() => clipboard(page)).toBe('x'.repeat(512))
  })

  it('can be searched in with Ctrl+F, and Escape closes the search before the pane', async () => {
    const page = await openPane(query('sql', 'SELECT needle FROM hay'))
    await page.getByRole('textbox', { name: 'query' }).focus()
    await page.keyboard.press('Control+f')
    await page.getByPlaceholder('Find').pressSequentially('needle')
    await page.locator('.cm-searchMatch').waitFor()
    await page.keyboard.press('Escape')
    await page.getByPlaceholder('Find').waitFor({ state: 'detached' })
    expect(await calls(page)).not.toContain('close')
  })
})

describe('any payload', () => {
  it('of an invalid event tells the reason, the path and what was sent', async () => {
    const payload = { reason: 'must be a string', path: 'events[3].payload.target', raw: '{"target":5}', cut: 0 }
    const page = await openPane(makeEvent(payload, { type: 'invalid' }))
    await page.getByText('must be a string').waitFor()
    await page.getByText('events[3].payload.target').waitFor()
    await page.getByRole('textbox', { name: 'message as sent' }).getByText('5').waitFor()
  })

  it.each([
    ['log', '{"message":5}'],
    ['log', '[]'],
    ['log', '"just text"'],
    ['query', '{"query":["a"],"target":null}'],
    ['email', '{"subject":"a","to":"b"}'],
    ['invalid', '{"reason":{}}'],
    ['request', '{"headers":7}'],
    ['constructor', '{"a":1}'],
    ['log', 'this is no JSON'],
    ['log', 'null'],
  ])('of type %s that is %s is shown and throws nothing', async (type, payload) => {
    const page = await keepPaneClosed(makeEvent(payload, { type }))
    const errors: Error[] = []
    const keep = (error: Error) => errors.push(error)
    page.on('pageerror', keep)
    await showEvent(page, 1)
    await page.getByRole('heading', { name: 'Details' }).waitFor()
    expect(await page.getByRole('region', { name: 'Event details' }).count()).toBe(1)
    page.off('pageerror', keep)
    expect(errors).toEqual([])
  })
})

describe('JSON tree', () => {
  const rows = Array.from({ length: 100_000 }, (_, id) => ({
    id,
    name: `row number ${id}`,
    tags: ['a', 'b'],
    note: 'x'.repeat(40),
  }))
  const big = `{"rows":${JSON.stringify(rows)},"deep":${'['.repeat(1000)}"bottom"${']'.repeat(1000)},"exact":12345678901234567890}`

  it('stays small in the page at 10 MB and a depth of 1,000', async () => {
    expect(big.length).toBeGreaterThan(10_000_000)
    const page = await openPane(makeEvent(big, { type: 'metrics' }))
    await page
      .getByRole('treeitem', { name: /^exact/ })
      .getByText('12345678901234567890')
      .waitFor()
    await page
      .getByRole('treeitem', { name: /^deep/ })
      .first()
      .click({ modifiers: ['Alt'] })
    await page
      .getByRole('treeitem', { name: /^deep/ })
      .first()
      .click({ modifiers: ['Alt'] })
    await page.getByRole('treeitem', { name: /^rows/ }).click()
    await page.getByRole('treeitem', { name: /1000 … 1999/ }).click()
    await page
      .getByRole('treeitem', { name: /^1000\b.*1000/ })
      .first()
      .waitFor()
    expect(await page.getByRole('treeitem').count()).toBeLessThan(100)
    await page.getByRole('tree', { name: 'payload' }).press('End')
    await page.getByRole('treeitem', { name: /^exact/ }).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Control+c')
    expect(await page.getByRole('treeitem').count()).toBeLessThan(100)
    await expect.poll(async () => (await clipboard(page)).includes('bottom')).toBe(true)
  })

  it('is walked, opened and closed with the arrow keys', async () => {
    const page = await openPane(makeEvent({ user: { name: 'Ada', roles: ['admin'] }, ok: true }, { type: 'metrics' }))
    const tree = page.getByRole('tree', { name: 'payload' })
    const active = () => tree.locator('[aria-selected=true] .json-key').textContent()
    await tree.press('Home')
    await tree.press('ArrowLeft')
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(2)
    await tree.press('ArrowDown')
    await expect.poll(active).toBe('ok')
    await tree.press('ArrowUp')
    await tree.press('ArrowRight')
    await tree.press('ArrowRight')
    await expect.poll(active).toBe('name')
    await tree.press('Control+c')
    await expect.poll(() => clipboard(page)).toBe('Ada')
    await tree.press('Alt+c')
    await expect.poll(() => clipboard(page)).toBe('payload.user.name')
    await tree.press('ArrowLeft')
    await expect.poll(active).toBe('user')
    expect(await calls(page)).toEqual(['event/open 1'])
  })

  it('copies and filters by the buttons of a line', async () => {
    const page = await openPane(makeEvent({ items: [{ id: 7, text: 'a b' }] }, { type: 'metrics' }))
    const line = page.getByRole('treeitem', { name: /^text/ })
    await line.hover()
    await line.getByRole('button', { name: 'Copy path' }).click()
    await expect.poll(() => clipboard(page)).toBe('payload.items[0].text')
    await line.getByRole('button', { name: 'Filter by this value' }).click()
    expect(await calls(page)).toContain('filter payload.items.0.text:"a b"')
  })

  it('shows a long string bit by bit', async () => {
    const page = await openPane(makeEvent({ text: `start ${'x'.repeat(12_000)} end` }, { type: 'metrics' }))
    const line = page.getByRole('treeitem', { name: /^text/ })
    expect((await textOf(line)).length).toBeLessThan(300)
    await line.getByRole('button', { name: 'more (12,010)' }).click()
    await line.getByRole('button', { name: 'more (4,010)' }).click()
    await line.getByText(' end').waitFor()
  })
})

describe('accessibility', () => {
  const common = {
    tags: ['db:mysql'],
    calledFrom: { file: '/src/Feed.php', line: 88 },
    metadata: '{"deviations":["a note"],"build":7}',
  }
  const html = '<p>Hello</p><img src="https://example.com/a.png" alt="">'
  const mail = { subject: 'Hello', from: 'a@example.com', to: ['b@example.com'], body: html }
  const json = '{"text":"a","number":1,"big":12345678901234567890,"yes":true,"none":null,"list":[{"id":1}]}'
  const events = [
    makeEvent({ message: 'a\nb', context: json }, common),
    makeEvent({ target: 'mysql', query: "SELECT 'a', 1 -- b", syntax: 'sql' }, { ...common, type: 'query' }),
    makeEvent(mail, { ...common, type: 'email' }),
    makeEvent({ reason: 'wrong', path: 'a', raw: json, cut: 0 }, { ...common, type: 'invalid', success: false }),
    makeEvent(json, { ...common, type: 'metrics' }),
  ].map((event, index) => ({ ...event, id: index + 1, importance: clampImportance(index + 4) }))

  it('has no violation in either theme, whatever the view', async () => {
    const page = await keepPaneClosed(...events)
    for (const { id, type } of events) {
      await showEvent(page, id)
      await page.getByText(`#${id} · seq`).waitFor()
      if (type !== 'email' && type !== 'metrics') await page.locator('.cm-line').first().waitFor()
      await expectAccessible(page, { within: '.detail-pane' })
    }
  })
})
