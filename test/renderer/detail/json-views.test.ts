import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DebugEvent } from '../../../shared/event.ts'
import { expectAccessible } from '../../helpers/accessibility.ts'
import { makeEvent } from './make-event.ts'
import { type Harness, openHarness, setEvents, showEvent } from './open-harness.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness({ hasPolicy: true })
})
afterAll(() => server.close())

async function open(...events: DebugEvent[]): Promise<Page> {
  await setEvents(server.page, events)
  if (events[0]) await showEvent(server.page, events[0].id)
  return server.page
}

const metrics = (payload: unknown) => makeEvent(payload, { type: 'metrics' })
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())
const calls = (page: Page) => page.evaluate(() => window.harness.calls)
const item = (page: Page, name: RegExp) => page.getByRole('treeitem', { name }).first()

const ESC = '\u001b'
const stack = [
  'TypeError: no price',
  '    at Cart.total (/app/src/cart.js:41:27)',
  '    at handle (/app/node_modules/express/lib/router/layer.js:95:5)',
  '    at next (/app/node_modules/express/lib/router/route.js:137:13)',
  '    at Checkout.run (/app/src/checkout.js:12:9)',
  'Caused by: RangeError: too few',
  '    at add (/app/src/quantity.js:3:9)',
].join('\n')

describe('search inside JSON', () => {
  const payload = { rows: Array.from({ length: 3000 }, (_, id) => ({ id, name: `row ${id}` })), last: 'row end' }

  it('opens with Ctrl+F, counts the matches, opens the way to each, and goes round', async () => {
    const page = await open(metrics(payload))
    await page.getByRole('tree', { name: 'payload' }).press('Control+f')
    const field = page.getByRole('textbox', { name: 'Find in payload' })
    await field.fill('row 29')
    const count = page.locator('.json-search-count')
    await expect.poll(() => count.textContent()).toBe('1 of 111')
    const current = page.locator('.json-line[aria-selected=true]')
    await current.getByText('row 29').waitFor()
    expect(await current.locator('mark').textContent()).toBe('row 29')
    await field.press('Shift+Enter')
    await expect.poll(() => count.textContent()).toBe('111 of 111')
    await current.getByText('row 2999').waitFor()
    await page.getByRole('button', { name: 'Next match' }).click()
    await expect.poll(() => count.textContent()).toBe('1 of 111')
  })

  it('closes with Escape before the pane does, and leaves the tree where it is', async () => {
    const page = await open(metrics(payload))
    await page.getByRole('button', { name: 'Search in payload' }).click()
    await page.getByRole('textbox', { name: 'Find in payload' }).fill('row 2345')
    const current = page.locator('.json-line[aria-selected=true]')
    await current.getByText('row 2345').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Find in payload' }).waitFor({ state: 'detached' })
    expect(await current.textContent()).toContain('row 2345')
    expect(await calls(page)).not.toContain('close')
  })

  it('says when there is nothing, and shows the part of a long text that matches', async () => {
    const page = await open(metrics({ text: `${'a '.repeat(5000)}needle ${'b '.repeat(5000)}` }))
    await page.getByRole('tree', { name: 'payload' }).press('Control+f')
    await page.keyboard.type('nothing')
    await page.getByText('Nothing found').waitFor()
    await page.getByRole('textbox', { name: 'Find in payload' }).fill('needle')
    await page.locator('mark').getByText('needle').waitFor()
  })
})

describe('10 MB of JSON', () => {
  const rows = Array.from({ length: 100_000 }, (_, id) => ({ id, name: `row number ${id}`, note: 'x'.repeat(60) }))
  const deep = `${'{"a":'.repeat(1000)}"bottom"${'}'.repeat(1000)}`
  const big = `{"rows":${JSON.stringify(rows)},"deep":${deep}}`

  it('is searched while the window goes on to live, down to a depth of 1,000', async () => {
    expect(big.length).toBeGreaterThan(10_000_000)
    const page = await open(metrics(big))
    await page.getByRole('tree', { name: 'payload' }).press('Control+f')
    await page.evaluate(() => {
      const frames: number[] = []
      Object.assign(window, { frames })
      const note = (time: number) => {
        frames.push(time)
        requestAnimationFrame(note)
      }
      requestAnimationFrame(note)
    })
    await page.keyboard.insertText('bottom')
    await expect.poll(() => page.locator('.json-search-count').textContent()).toBe('1 of 1')
    await page.locator('.json-line[aria-selected=true]').getByText('bottom').waitFor()
    const painted = await page.evaluate(() => (window as unknown as { readonly frames: number[] }).frames.length)
    expect(painted).toBeGreaterThan(3)
    expect(await page.getByRole('treeitem').count()).toBeLessThan(100)
  })

  it('is a table of rows in sight, sorted by a click', async () => {
    const page = await open(metrics(big))
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    const table = page.getByRole('table', { name: 'payload.rows' })
    await table.getByText('row number 3', { exact: true }).waitFor()
    expect(await table.getByRole('row').count()).toBeLessThan(100)
    await table.getByRole('button', { name: 'id' }).click()
    await table.getByRole('button', { name: 'id' }).click()
    await table.getByText('row number 99999', { exact: true }).waitFor()
    expect(await table.getByRole('columnheader', { name: 'id' }).getAttribute('aria-sort')).toBe('descending')
    await table.getByRole('button', { name: '99998', exact: true }).click()
    await page.locator('.json-line[aria-selected=true]').getByText('99998', { exact: true }).first().waitFor()
  })
})

it('a list of like objects anywhere in the tree is shown as a table, and left again', async () => {
  const page = await open(metrics({ order: { items: [{ sku: 'tea' }, { sku: 'cup' }] }, words: [{ a: 1 }, { b: 2 }] }))
  await item(page, /^words/).hover()
  await item(page, /^words/)
    .getByRole('button', { name: 'Copy value' })
    .waitFor()
  expect(await page.getByRole('button', { name: 'Show as table' }).count()).toBe(0)
  await item(page, /^items/).hover()
  await item(page, /^items/)
    .getByRole('button', { name: 'Show as table' })
    .click()
  await page.getByRole('table', { name: 'payload.order.items' }).getByText('cup').waitFor()
  await page.getByRole('button', { name: 'Tree', exact: true }).click()
  await item(page, /^order/).waitFor()
})

describe('values of JSON', () => {
  const payload =
    '{"body":"{\\"user\\":{\\"id\\":12345678901234567890}}","at":"2026-11-21T14:12:20Z","created_at":1763734340,' +
    '"id":1763734340,"link":"https://example.com/orders?a=1","color":"#3556d4","far":1e400,"zero":-0}'

  it('that are strings of JSON open on a click', async () => {
    const page = await open(metrics(payload))
    expect(await page.getByText('12345678901234567890', { exact: true }).count()).toBe(0)
    await item(page, /^body/).click()
    await item(page, /^user/).click()
    await item(page, /^id 12345678901234567890/).waitFor()
    await item(page, /^id 12345678901234567890/).hover()
    await item(page, /^id 12345678901234567890/)
      .getByRole('button', { name: 'Copy path' })
      .click()
    await expect.poll(() => clipboard(page)).toBe('JSON.parse(payload.body).user.id')
  })

  it('that are times say when, beside a number and on hover', async () => {
    const page = await open(metrics(payload))
    await item(page, /^created_at/)
      .getByText('2025-11-21')
      .waitFor()
    expect(await item(page, /^id/).textContent()).not.toContain('2025')
    await item(page, /^at/)
      .getByTitle(/2026-11-21 .* ago|in /)
      .waitFor()
  })

  it('that are addresses open outside, in a page that knows nothing of this one', async () => {
    const page = await open(metrics(payload))
    const link = item(page, /^link/).getByRole('link', { name: 'Open link outside' })
    expect(await link.getAttribute('href')).toBe('https://example.com/orders?a=1')
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await link.getAttribute('rel')).toBe('noreferrer')
  })

  it('that are numbers keep what was sent', async () => {
    const page = await open(metrics(payload))
    await item(page, /^far/).getByText('1e400').waitFor()
    await item(page, /^zero/).getByText('-0').waitFor()
  })

  it('that are secrets by their names show once they are clicked, or by key, one at a time', async () => {
    const page = await open(
      metrics({
        user: { name: 'Ada', password: 'hunter2', token: null },
        credentials: { login: 'root' },
        headers: [
          { key: 'Cookie', value: 'a=secret-cookie' },
          { key: 'Accept', value: 'text/html' },
        ],
      }),
    )
    const tree = page.getByRole('tree', { name: 'payload' })
    await tree.getByText('text/html').first().waitFor()
    const hidden = ['hunter2', 'root', 'secret-cookie']
    for (const text of hidden) expect(await tree.textContent()).not.toContain(text)
    expect(await item(page, /token/).textContent()).toContain('null')
    await item(page, /password/)
      .getByRole('button', { name: 'Show the secret' })
      .click()
    await item(page, /password/)
      .getByText('hunter2')
      .waitFor()
    for (const text of hidden.slice(1)) expect(await tree.textContent()).not.toContain(text)
    await tree.press('Home')
    await item(page, /user/).click()
    expect(await item(page, /user/).textContent()).toContain('password: ••••')
    await item(page, /credentials/).click()
    await tree.press('ArrowLeft')
    expect(await item(page, /credentials/).textContent()).not.toContain('root')
    await tree.press('ArrowRight')
    await tree.press('ArrowDown')
    await tree.press('Enter')
    await item(page, /login/).getByText('root').waitFor()
  })

  it('copy their path as the search box takes it', async () => {
    const page = await open(metrics({ items: [{ id: 7 }] }))
    await item(page, /^id/).hover()
    await item(page, /^id/).getByRole('button', { name: 'Copy field name for search' }).click()
    await expect.poll(() => clipboard(page)).toBe('payload.items.0.id')
  })
})

describe('log', () => {
  it('shows the colours of a terminal, and nothing of its codes', async () => {
    const message = `${ESC}[31mfailed${ESC}[0m: ${ESC}[1m<b>not bold</b>${ESC}[0m\n${ESC}[2Ksecond line`
    const page = await open(makeEvent({ message }))
    const failed = page.getByText('failed', { exact: true })
    const plain = page.getByText('<b>not bold</b>')
    await plain.waitFor()
    const color = (element: HTMLElement) => getComputedStyle(element).color
    expect(await failed.evaluate(color)).not.toBe(await plain.evaluate(color))
    expect(await page.locator('.log-text').textContent()).toBe('failed: <b>not bold</b>\nsecond line')
    await page.getByRole('button', { name: 'Copy message' }).click()
    await expect.poll(() => clipboard(page)).toBe('failed: <b>not bold</b>\nsecond line')
  })

  it('shows its level as a sign', async () => {
    const page = await open(makeEvent({ message: 'a\nb' }, { importance: 4 }))
    await page.getByRole('img', { name: 'warning' }).waitFor()
  })

  it('filters by a value of a context that is an object, not of one that is a string', async () => {
    const page = await open(
      makeEvent({ message: 'a', context: { user: { id: 7 } } }, { id: 1 }),
      makeEvent({ message: 'b', context: '{"user":{"id":8}}' }, { id: 2 }),
    )
    await page.getByRole('button', { name: 'Tree', exact: true }).click()
    await item(page, /^id 7/).hover()
    await item(page, /^id 7/).getByRole('button', { name: 'Filter by this value' }).click()
    expect(await calls(page)).toContain('filter payload.context.user.id:7')
    await showEvent(page, 2)
    await page.getByRole('button', { name: 'Tree', exact: true }).click()
    await item(page, /^id 8/).hover()
    expect(await page.getByRole('button', { name: 'Filter by this value' }).count()).toBe(0)
  })

  it('shows the exception in its context', async () => {
    const page = await open(makeEvent({ message: 'Checkout failed', context: { exception: stack } }))
    await page.getByText('TypeError', { exact: true }).waitFor()
    await page.getByText('no price', { exact: true }).waitFor()
  })
})

describe('exception', () => {
  const event = makeEvent({ type: 'TypeError', message: 'no price', stack }, { type: 'exception', importance: 5 })

  it('shows the frames of the app, folds those of libraries, and names the cause', async () => {
    const page = await open(event)
    const frames = page.getByRole('list', { name: 'Stack' }).first()
    await frames.getByText('Cart.total').waitFor()
    await frames.getByText('Checkout.run').waitFor()
    expect(await frames.getByText('handle', { exact: true }).count()).toBe(0)
    await frames.getByRole('button', { name: '2 frames of express' }).click()
    await frames.getByText('handle', { exact: true }).waitFor()
    const cause = page.getByRole('region', { name: 'Caused by' })
    await cause.getByText('RangeError').waitFor()
    await cause.getByText('add', { exact: true }).waitFor()
  })

  it('gives each frame its place in the code', async () => {
    const page = await open(event)
    await page.getByRole('button', { name: '/app/src/cart.js:41' }).waitFor()
  })

  it('copies the stack as text', async () => {
    const page = await open(event)
    await page.getByRole('button', { name: 'Copy stack' }).click()
    await expect.poll(() => clipboard(page)).toBe(stack)
  })

  it('shows one that a type nobody declared carries', async () => {
    const page = await open(makeEvent({ job: 'mail', error: { message: 'no price', stack } }, { type: 'job' }))
    await page.getByRole('list', { name: 'Stack' }).first().getByText('Cart.total').waitFor()
    await item(page, /^job/).waitFor()
  })

  it('shows no more than the first frames of an endless stack at once', async () => {
    const frames = Array.from({ length: 500 }, (_, index) => `    at f${index} (/app/src/a.js:${index + 1}:1)`)
    const page = await open(makeEvent({ stack: `RangeError: stack\n${frames.join('\n')}` }, { type: 'exception' }))
    const stackList = page.getByRole('list', { name: 'Stack' })
    await stackList.getByText('f29', { exact: true }).waitFor()
    expect(await stackList.getByRole('listitem').count()).toBe(30)
    await page.getByRole('button', { name: '470 more frames' }).click()
    await stackList.getByText('f499', { exact: true }).waitFor()
  })
})

describe('invalid', () => {
  it('points at the value that is wrong, and scrolls to it', async () => {
    const raw = `{"type":"query","time":1,"tags":[${'"t",'.repeat(3000)}"t"],"payload":{"target":["a"],"query":"x"}}`
    const reason = 'must be string'
    const path = 'events[3].payload.target'
    const page = await open(makeEvent({ reason, path, raw, cut: 0 }, { type: 'invalid' }))
    const mark = page.locator('.cm-text-mark').filter({ hasText: '"a"' })
    await mark.waitFor()
    await expect.poll(() => mark.evaluate(isInSight)).toBe(true)
    await page.getByText(`line 1, column ${raw.indexOf('["a"]') + 1} below`).waitFor()
  })

  it('points at the character that broke the text', async () => {
    const raw = '{\n  "type": "log",\n}'
    const reason = 'not JSON: unexpected "}" at line 3, column 1'
    const page = await open(makeEvent({ reason, path: '', raw, cut: 0 }, { type: 'invalid' }))
    await page.locator('.cm-text-mark').getByText('}').waitFor()
  })
})

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top >= 0 && bottom <= innerHeight
}

it('a payload nobody declared shows first what tells what it is about', async () => {
  const page = await open(metrics({ z: 1, a: 2, name: 'orders.sync', id: 7 }))
  await item(page, /^name/).waitFor()
  const keys = await page.locator('.json-key').allTextContents()
  expect(keys).toEqual(['name', 'id', 'z', 'a'])
})

describe('accessibility', () => {
  const list = [
    { id: 1, at: '2026-11-21T14:12:20Z', created_at: 1763734340, link: 'https://example.com/', color: '#3556d4' },
    { id: 2, at: '2026-11-21T14:12:20Z', created_at: 1763734340, link: 'https://example.com/', color: '#3556d4' },
  ]
  const colors = [...Array(8).keys()].map((code) => `${ESC}[3${code}mcolor ${ESC}[9${code}mbright${ESC}[0m`).join(' ')
  const backgrounds = [...Array(8).keys()].map((code) => `${ESC}[4${code}mpaper ${ESC}[10${code};3${code}mink${ESC}[0m`)
  const palette = [16, 21, 46, 196, 226, 231, 232, 255].map((code) => `${ESC}[38;5;${code}mpalette${ESC}[0m`).join(' ')
  const message = `${colors}\n${backgrounds.join(' ')}\n${palette} ${ESC}[2mdim${ESC}[0m ${ESC}[7minverse${ESC}[0m`
  const events = [
    makeEvent({ message, context: { exception: stack, list } }, { importance: 5 }),
    makeEvent({ type: 'TypeError', message: 'no price', code: 7, stack }, { type: 'exception' }),
    makeEvent({ reason: 'wrong', path: 'a', raw: '{"a":[1,true,null,"x"]}', cut: 0 }, { type: 'invalid' }),
    makeEvent({ list, body: '{"a":1}', text: 'a\nb' }, { type: 'metrics' }),
  ].map((event, index) => ({ ...event, id: index + 1 }))

  it('has no violation in either theme', async () => {
    await setEvents(server.page, events)
    const { page } = server
    const check = () => expectAccessible(page, { within: '.detail-pane' })
    for (const { id, type } of events) {
      await showEvent(page, id)
      await page.getByText(`#${id} · seq`).waitFor()
      if (type === 'log' || type === 'invalid') await page.locator('.cm-line').first().waitFor()
      const folded = page.getByRole('button', { name: '2 frames of express' })
      if ((await folded.count()) > 0) await folded.first().click()
      await check()
      if (type === 'log') {
        await page.getByRole('button', { name: 'Tree', exact: true }).click()
        await check()
      }
    }
    await page.getByRole('tree', { name: 'payload' }).press('Control+f')
    await page.keyboard.type('example')
    await page.locator('mark').first().waitFor()
    await check()
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    expect(await page.getByRole('textbox', { name: 'Find in payload' }).count()).toBe(0)
    await check()
  })
})
