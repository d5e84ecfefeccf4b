import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ROOT } from '../../main/prepare.mjs'
import { PARCEL_MAIL } from '../fixtures/mail/parcel-mail.ts'
import { pageLoad, refusedRequest } from '../fixtures/web-debug/page-load.ts'
import { WORKER_DOCUMENTS } from '../fixtures/web-debug/worker.ts'
import { makeQuery, postDocument } from './send.ts'
import { details, openEvent, rowsWith, search, waitForClosed, waitForRow } from './viewer.ts'

export interface ViewerSession {
  readonly page: Page
  /** Of the collector. */
  readonly url: string
  /** Text of the file that is saved when `start` has been called. */
  save(start: () => Promise<void>): Promise<string>
  /** Looks at a view that is shown, or at the part of the page that `within` selects, for what every view has to fulfil. */
  inspect(within?: string): Promise<void>
}

/** A type of events: how one is found, and a fact that its own view alone shows. */
interface TypeCase {
  readonly what: string
  readonly type: string
  /** In the search language, beside its type. */
  readonly find: string
  /** What its row says. */
  readonly row: string
  check(pane: Locator): Promise<void>
}

const PROJECT = join(ROOT, 'test/fixtures/mailers')
const LOCATED = { type: 'log', payload: { message: 'From a mailer' }, calledFrom: { file: '/send_mail.py', line: 7 } }

const TYPES: readonly TypeCase[] = [
  {
    what: 'a log, in the colours of a terminal',
    type: 'log',
    find: '"jobs done"',
    row: '128 jobs done',
    check: async (pane) => {
      await pane.locator('.ansi-bold').getByText('3 retried').waitFor()
      await pane.getByRole('button', { name: 'Tree', exact: true }).click()
      await pane.getByRole('tree').getByText('9223372036854').waitFor()
    },
  },
  {
    what: 'a query, formatted, with the time of its shape in the request',
    type: 'query',
    find: 'likes',
    row: 'article_id = 2',
    check: async (pane) => {
      await pane.getByRole('button', { name: 'Format', exact: true }).click()
      await pane
        .getByRole('textbox', { name: 'query' })
        .locator('.cm-line')
        .filter({ hasText: /^WHERE$/ })
        .waitFor()
      const inStream = pane.getByRole('region', { name: 'In this stream' })
      await inStream.getByText('×3, 12 ms').first().waitFor()
    },
  },
  {
    what: 'a request, its secrets masked until they are clicked',
    type: 'request',
    find: 'method:POST',
    row: 'POST',
    check: async (pane) => {
      await pane.getByRole('table', { name: 'Body' }).waitFor()
      expect(await pane.textContent()).not.toContain('lovelace')
      await pane.getByRole('button', { name: 'Show password' }).click()
      await pane.getByText('lovelace').waitFor()
    },
  },
  {
    what: 'a response, with its body as JSON',
    type: 'response',
    find: 'status:201',
    row: '201',
    check: async (pane) => {
      await pane.locator('.http-line').getByText('201 Created').waitFor()
      await pane.getByRole('tree', { name: 'body' }).getByText('12345678901234567890').waitFor()
    },
  },
  {
    what: 'a middleware, in its pipeline, which stopped there',
    type: 'middleware',
    find: 'RequireAdmin',
    row: 'RequireAdmin',
    check: async (pane) => {
      await pane.getByRole('row', { name: /RequireAdmin.*stopped here/ }).waitFor()
    },
  },
  {
    what: 'a template, in the tree of its request, with its queries',
    type: 'template',
    find: 'feed/list.twig',
    row: 'feed/list.twig',
    check: async (pane) => {
      const tree = pane.getByRole('table', { name: 'Templates of its request' })
      await tree.getByRole('button', { name: 'Queries of feed/list.twig' }).click()
      await tree.getByRole('button', { name: 'SELECT * FROM authors' }).waitFor()
    },
  },
  {
    what: 'an app event, in its group',
    type: 'event',
    find: 'cart.total',
    row: 'cart.total',
    check: async (pane) => {
      await pane.getByRole('region', { name: 'cart' }).getByText('×2').waitFor()
    },
  },
  {
    what: 'an access check, with its votes, in the matrix of its request',
    type: 'access_check',
    find: 'access:DENIED importance:5',
    row: 'may not publish article:hello',
    check: async (pane) => {
      await pane.getByRole('region', { name: 'Votes' }).getByText('add up to −1').waitFor()
      await pane.getByRole('table', { name: 'publish' }).getByText('DENIED').first().waitFor()
    },
  },
  {
    what: 'an exception, with its stack',
    type: 'exception',
    find: '',
    row: 'UniqueViolation',
    check: async (pane) => {
      const frames = pane.getByRole('list', { name: 'Stack' })
      await frames.getByText('create_account').waitFor()
      await frames.getByText(/jobs\.py:118/).waitFor()
    },
  },
  {
    what: 'a message that cannot be read, and where it breaks',
    type: 'invalid',
    find: '',
    row: 'JSON',
    check: async (pane) => {
      await pane.getByText('As sent', { exact: true }).waitFor()
      await pane.getByText('cut off in the middle').first().waitFor()
    },
  },
  {
    what: 'a type nobody knows, as a table where it lists like objects',
    type: 'metrics',
    find: '',
    row: 'Queue depths',
    check: async (pane) => {
      await pane.getByRole('button', { name: 'Table', exact: true }).click()
      const rows = pane.getByRole('table', { name: 'payload.queues' }).getByRole('row')
      await rows.filter({ hasText: 'thumbnails' }).waitFor()
    },
  },
  {
    what: 'a code location, with the lines around it',
    type: 'log',
    find: 'mailer',
    row: 'From a mailer',
    check: async (pane) => {
      await pane.getByRole('button', { name: '/send_mail.py:7', exact: true }).click()
      await pane.getByRole('textbox', { name: 'Folder of the project' }).fill(PROJECT)
      await pane.getByRole('button', { name: 'Use this folder' }).click()
      await pane.locator('.excerpt-view .cm-marked-line').waitFor()
      expect(await pane.textContent()).not.toContain(PROJECT)
    },
  },
]

/** Every view there is, on real documents: the same in Electron's window and in a browser. `session` is asked once they run. */
export function testEveryView(session: () => ViewerSession): void {
  it('takes documents of every type', async () => {
    const { page, url, inspect } = session()
    for (const document of [pageLoad(), refusedRequest(), pageLoad(), [LOCATED]]) {
      expect((await postDocument(url, 'shop', document)).status).toBe(202)
    }
    for (const { app, body } of WORKER_DOCUMENTS) await postDocument(url, app, body)
    await waitForRow(page, 'Queue depths')
    await inspect()
  })

  for (const { what, type, find, row, check } of TYPES) {
    it(`shows ${what}`, async () => {
      const { page, inspect } = session()
      await open(page, type, find, row)
      await check(details(page))
      await inspect('.detail-pane')
    })
  }

  it('has settings, which say where mails are taken, and shows a mail that is sent there', async () => {
    const { page, inspect } = session()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+,')
    const settings = page.getByRole('dialog')
    await settings.getByRole('button', { name: 'Mail', exact: true }).click()
    const address = (await settings.getByText(/^127\.0\.0\.1:\d+$/).textContent()) ?? ''
    await inspect('dialog[open]')
    await page.keyboard.press('Escape')
    await waitForClosed(page)

    const [host = '', port] = address.split(':')
    const mailer = createTransport({ host, port: Number(port), ignoreTLS: true })
    await mailer.sendMail(PARCEL_MAIL)
    mailer.close()
    await open(page, 'email', '', 'Your tea is on its way')
    const mail = page.frameLocator('iframe[title="Preview of the email"]')
    await mail.getByRole('heading', { name: 'Your tea is on its way' }).waitFor()
    await details(page).getByText('1 remote image blocked').waitFor()
    await inspect('.detail-pane')
    await page.getByRole('tab', { name: 'Checks' }).click()
    await details(page).getByText(/http:/).first().waitFor()
    await inspect('.detail-pane')
  })

  it('shows requests, the waterfall of one, and what differs between two', async () => {
    const { page, inspect } = session()
    await search(page, '')
    await page.getByRole('button', { name: 'Requests', exact: true }).click()
    const requests = page.getByRole('grid', { name: 'Requests' })
    const loads = requests.getByRole('row').filter({ hasText: '/feed/list' })
    await loads.first().getByText('201').waitFor()
    await inspect('main')

    await loads.first().click()
    const spans = page.getByRole('grid', { name: 'Waterfall' }).getByRole('row')
    await spans.filter({ hasText: 'StartSession' }).getByRole('gridcell', { name: '140 ms', exact: true }).waitFor()
    await inspect('main')
    await page.keyboard.press('2')

    const choices = page.getByRole('checkbox', { name: /^Compare .*feed/ })
    await choices.first().check()
    // The second opens the comparison, and is gone.
    await choices.last().click()
    const comparison = page.getByRole('region', { name: 'Comparison' })
    await comparison.getByRole('region', { name: 'Queries' }).waitFor()
    await inspect('main')
    await page.keyboard.press('1')
    await page.getByRole('grid', { name: 'Events' }).waitFor()
  })

  it('runs what is chosen in the palette', async () => {
    const { page, inspect } = session()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find a command' }).fill('compact')
    await page.getByRole('dialog').getByRole('option').first().waitFor()
    await inspect('dialog[open]')
    await page.getByRole('combobox', { name: 'Find a command' }).fill('show requests')
    await page.getByRole('dialog').getByRole('option', { name: 'Show requests' }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('grid', { name: 'Requests' }).waitFor()
    await waitForClosed(page)
    await page.keyboard.press('1')
  })

  it('keeps a filter under a name, and colours what a search finds', async () => {
    const { page, inspect } = session()
    await search(page, 'type:template')
    await rowBeside(page, 'template').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Saved filters and highlights' }).click()
    const menu = page.getByRole('dialog', { name: 'Saved filters and highlights' })
    await menu.getByRole('textbox', { name: 'Name of the filter' }).fill('Pages')
    await menu.getByRole('button', { name: 'Save filter' }).click()
    await menu.getByRole('button', { name: 'Highlight', exact: true }).click()
    await page.locator('.row[data-highlight]').first().waitFor()
    await inspect()
    await page.keyboard.press('Escape')
    await search(page, '')
    await rowBeside(page, 'template').waitFor()
    await page.getByRole('button', { name: 'Saved filters and highlights' }).click()
    await menu.getByRole('button', { name: 'Pages', exact: true }).click()
    await rowBeside(page, 'template').waitFor({ state: 'detached' })
    await search(page, '')
  })

  it('keeps a note on an event', async () => {
    const { page, inspect } = session()
    await open(page, 'metrics', '', 'Queue depths')
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Note' }).fill('Watch the webhooks')
    await page.keyboard.press('Enter')
    await details(page).getByRole('button', { name: 'Watch the webhooks' }).waitFor()
    await inspect('.detail-pane')
  })

  it('exports what the filter shows, and imports a file that is dropped', async () => {
    const { page, save, inspect } = session()
    await search(page, 'type:metrics')
    await rowBeside(page, 'metrics').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Export and import' }).click()
    const menu = page.getByRole('dialog', { name: 'Export and import' })
    await menu.getByText('Export the event of the filter').waitFor()
    await inspect('[role=dialog]')
    const text = await save(() => menu.getByRole('button', { name: 'NDJSON' }).click())
    expect(text.trim().split('\n')).toEqual([expect.stringContaining('Queue depths')])

    const files = await page.evaluateHandle((exported) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([exported], 'depths.ndjson'))
      return transfer
    }, text)
    await page.dispatchEvent('body', 'drop', { dataTransfer: files })
    await page.getByText('Imported 1 event of depths.ndjson.').waitFor()
    await expect.poll(() => rowsWith(page, 'Queue depths').count()).toBe(2)
    await search(page, '')
  })

  it('marks queries that were slow, and those that run in a loop', async () => {
    const { page, url, inspect } = session()
    const calledFrom = { file: '/send_mail.py', line: 9 }
    const loop = [1, 2, 3, 4, 5].map((id) => ({
      ...makeQuery(`SELECT * FROM prices WHERE id = ${id}`, 'mysql'),
      calledFrom,
    }))
    const slow = { ...makeQuery('SELECT * FROM carts', 'mysql'), duration: 300 }
    await postDocument(url, 'shop', { id: randomUUID(), version: 1, events: [...loop, slow] })
    await search(page, 'type:query carts')
    await rowsWith(page, 'FROM carts').getByText('slow', { exact: true }).waitFor()
    await search(page, 'type:query prices')
    await rowsWith(page, 'prices WHERE id = 4').getByText('N+1 ×5').waitFor()
    await inspect('main')
    await search(page, '')
    await waitForRow(page, 'FROM carts')
  })
}

/** Finds an event and opens its details. */
async function open(page: Page, type: string, find: string, row: string): Promise<void> {
  await search(page, `type:${type} ${find}`)
  // Rows that the search before left are about to go.
  await rowBeside(page, type).waitFor({ state: 'detached' })
  await openEvent(page, row)
  await details(page).locator('.detail-content').waitFor()
}

/** The first row of another type, wherever the list stands. */
function rowBeside(page: Page, type: string): Locator {
  return page.locator(`.summary-text:not([data-type=${type}])`).first()
}
