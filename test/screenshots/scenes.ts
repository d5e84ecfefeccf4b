import type { Page, WebSocketRoute } from 'playwright-core'
import { rowsWith, search } from '../e2e/viewer.ts'

/** One picture: what is done in a freshly opened viewer before it is taken. */
export interface Scene {
  readonly name: string
  readonly isNarrow?: true
  /** Of the viewer, as kept from an earlier start. */
  readonly settings?: Readonly<Record<string, unknown>>
  prepare(page: Page): Promise<void>
}

const grid = (page: Page) => page.getByRole('grid', { name: 'Events' })

async function waitForRows(page: Page): Promise<void> {
  await grid(page).getByRole('row').nth(3).waitFor()
}

/** Finds events, opens the first of them, and waits for its details. */
function details(name: string, text: string, more?: (page: Page) => Promise<unknown>): Scene {
  return {
    name,
    prepare: async (page) => {
      await waitForRows(page)
      await search(page, text)
      await page.getByText(/^[\d,]+ hidden/).waitFor()
      await grid(page).focus()
      await page.keyboard.press('Home')
      await grid(page).locator('[data-index="0"][aria-selected="true"]').waitFor()
      await page.keyboard.press('Enter')
      const pane = page.getByRole('region', { name: 'Event details' })
      await pane.locator('.detail-content').waitFor()
      await pane.locator('.detail-loading').waitFor({ state: 'detached' })
      await more?.(page)
    },
  }
}

function tab(name: string): (page: Page) => Promise<void> {
  return (page) => page.getByRole('tab', { name }).first().click()
}

function settings(name: string, title: string): Scene {
  return {
    name,
    prepare: async (page) => {
      await waitForRows(page)
      await page.keyboard.press('Control+,')
      await page.getByRole('dialog').getByText(title, { exact: true }).first().click()
    },
  }
}

async function openRequests(page: Page): Promise<void> {
  await waitForRows(page)
  await page.keyboard.press('2')
  await page.getByRole('grid', { name: 'Requests' }).getByRole('row').nth(3).waitFor()
}

/** Of the newest request with this first line. */
async function openWaterfall(page: Page, title: string): Promise<void> {
  await openRequests(page)
  await page.getByRole('grid', { name: 'Requests' }).locator(`[title="${title}"]`).first().click()
  await page.getByRole('region', { name: 'Waterfall' }).getByText('StartSession').first().waitFor()
}

/** A view of the session whose row says `text`. */
async function openSession(page: Page, text: string, view: string): Promise<void> {
  await openRequests(page)
  // It is the oldest: the end of the list.
  await page.keyboard.press('End')
  await page.getByRole('grid', { name: 'Requests' }).getByRole('row').filter({ hasText: text }).first().click()
  await page.getByRole('tab', { name: view }).click()
}

/** Drops a file on the window. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const files = await page.evaluateHandle(
    ([fileName = '', content = '']) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], fileName))
      return transfer
    },
    [name, text],
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: files })
}

/** Cuts the connection to the collector, and every attempt at another. */
async function loseConnection(page: Page): Promise<void> {
  const sockets: WebSocketRoute[] = []
  let isCut = false
  await page.routeWebSocket(/\/viewer/, (socket) => {
    if (isCut) return socket.close()
    socket.connectToServer()
    sockets.push(socket)
  })
  await page.reload()
  await waitForRows(page)
  isCut = true
  for (const socket of sockets) await socket.close()
  await page.getByText('The connection to Tattler was lost').waitFor()
}

/** An import whose second piece never gets through: half of it is shown for good. */
async function stickImport(page: Page): Promise<void> {
  await page.routeWebSocket(/\/viewer/, (socket) => {
    const server = socket.connectToServer()
    let pieces = 0
    socket.onMessage((message) => {
      const isPiece = message.toString().includes('"import/write"')
      if (isPiece) pieces++
      if (!isPiece || pieces < 3) server.send(message)
    })
  })
  await page.reload()
  await waitForRows(page)
  await drop(page, 'yesterday.ndjson', '{"type":"log"}\n'.repeat(300_000))
  await page.getByRole('status').filter({ hasText: 'yesterday.ndjson' }).getByText('2').first().waitFor()
}

const QUERY = 'type:query "FROM order_lines WHERE order_id"'

/** One of a series of queries; their marks come a moment after the rows. */
async function openQuery(page: Page): Promise<void> {
  await details('', QUERY).prepare(page)
  await grid(page).locator('.query-badge').first().waitFor()
}

export const SCENES: readonly Scene[] = [
  { name: 'list', prepare: waitForRows },
  {
    name: 'overview',
    prepare: async (page) => {
      await waitForRows(page)
      await rowsWith(page, 'SELECT p.id, p.name, p.price').last().click()
      await page.locator('.location-code .cm-line').first().waitFor()
    },
  },
  {
    name: 'overview-email',
    settings: { detailSize: { right: 640, bottom: 360 } },
    prepare: async (page) => {
      await waitForRows(page)
      await rowsWith(page, 'Your tea is on its way').click()
      await page.getByTitle('Preview of the email').waitFor()
    },
  },
  { name: 'list-narrow', isNarrow: true, prepare: waitForRows },
  details('log', 'type:log'),
  details('log-ansi', 'type:log "jobs done"'),
  details('exception', 'type:exception app:worker'),
  details('exception-shop', 'type:exception app:kettle-and-leaf'),
  { name: 'query', prepare: openQuery },
  details('query-slow', 'type:query duration:>100'),
  {
    name: 'code',
    prepare: async (page) => {
      await openQuery(page)
      const code = page.locator('.location-code')
      await code.locator('.cm-line').first().waitFor()
      await code.getByText('20 more lines below').scrollIntoViewIfNeeded()
    },
  },
  details('request', 'type:request method:POST'),
  details('response', 'type:response'),
  details('middleware', 'type:middleware'),
  details('template', 'type:template'),
  details('event', 'type:event'),
  details('access-check', 'type:access_check access:DENIED'),
  details('email', 'type:email protocol:smtp'),
  details('email-phone', 'type:email protocol:smtp', async (page) => {
    await page.getByRole('button', { name: /^Phone/ }).click()
    await page.getByRole('button', { name: 'Simulated dark' }).click()
  }),
  { ...details('email-narrow', 'type:email protocol:smtp'), isNarrow: true },
  details('email-checks', 'type:email protocol:smtp', tab('Checks')),
  details('email-html', 'type:email protocol:smtp', tab('HTML')),
  details('email-attachments', 'type:email protocol:smtp', tab('Attachments')),
  details('invalid', 'type:invalid'),
  details('other', 'type:metrics'),
  details('json-search', 'type:metrics', async (page) => {
    await page.getByRole('button', { name: 'Search in payload' }).click()
    await page.getByRole('textbox', { name: 'Find in payload' }).fill('thumb')
    await page.getByText('1 of 1').waitFor()
  }),
  {
    name: 'details-narrow',
    isNarrow: true,
    prepare: openQuery,
  },
  { name: 'requests', prepare: openRequests },
  { name: 'requests-narrow', isNarrow: true, prepare: openRequests },
  { name: 'waterfall', prepare: (page) => openWaterfall(page, 'POST /checkout') },
  {
    name: 'waterfall-zoomed',
    prepare: async (page) => {
      await openWaterfall(page, 'GET /admin/orders')
      await page.getByText('SELECT sum(').nth(3).click()
      await page.keyboard.press('Escape')
      for (let step = 0; step < 2; step++) await page.getByRole('button', { name: 'Zoom in (+)' }).click()
    },
  },
  { name: 'waterfall-narrow', isNarrow: true, prepare: (page) => openWaterfall(page, 'GET /admin/orders') },
  {
    name: 'waterfall-details',
    prepare: async (page) => {
      await openWaterfall(page, 'GET /admin/orders')
      await page.getByText('SELECT sum(').first().click()
      await page.getByRole('region', { name: 'Event details' }).getByText('Called from').waitFor()
    },
  },
  {
    name: 'session-metrics',
    prepare: async (page) => {
      await openSession(page, 'Atlas Editor', 'Metrics')
      await page.getByRole('region', { name: 'frame_time' }).locator('canvas').waitFor()
    },
  },
  {
    name: 'session-histogram',
    prepare: async (page) => {
      await openSession(page, 'Atlas Editor', 'Metrics')
      await page.getByRole('button', { name: 'frame_time', exact: true }).click()
      await page.getByRole('region', { name: 'Histogram' }).locator('canvas').waitFor()
    },
  },
  {
    name: 'session-state',
    prepare: async (page) => {
      await openSession(page, 'Atlas Editor', 'State')
      await page.getByText('3 of 3').waitFor()
    },
  },
  {
    name: 'session-map',
    prepare: async (page) => {
      await openSession(page, 'Roundware', 'Map')
      await page.locator('.map-mark[data-type="play_stream"]').first().click()
      await page.locator('.map-selected').waitFor({ state: 'attached' })
    },
  },
  {
    name: 'session-narrow',
    isNarrow: true,
    prepare: async (page) => {
      await openSession(page, 'Atlas Editor', 'Metrics')
      await page.getByRole('region', { name: 'fps' }).locator('canvas').waitFor()
    },
  },
  {
    name: 'comparison',
    prepare: async (page) => {
      await openRequests(page)
      const compare = page.getByRole('checkbox', { name: /^Compare .*checkout/ })
      await compare.first().click()
      await page.getByText('with…').waitFor()
      await compare.last().click()
      await page.getByRole('region', { name: 'Comparison' }).getByText('Time by type').waitFor()
    },
  },
  {
    name: 'totals',
    prepare: async (page) => {
      await waitForRows(page)
      await page
        .getByRole('button', { name: /totals/i })
        .first()
        .click()
      await page.getByRole('columnheader', { name: 'Share of time' }).waitFor()
    },
  },
  {
    name: 'palette',
    prepare: async (page) => {
      await waitForRows(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'palette-search',
    prepare: async (page) => {
      await waitForRows(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Find a command' }).fill('the')
      await page.getByRole('option', { name: 'Theme: dark' }).waitFor()
    },
  },
  {
    name: 'shortcuts',
    prepare: async (page) => {
      await waitForRows(page)
      await page.keyboard.press('?')
      await page.getByRole('dialog').getByText('Next error').waitFor()
    },
  },
  {
    name: 'high-contrast',
    settings: { contrast: 'high' },
    prepare: openQuery,
  },
  { name: 'zoom', settings: { zoom: 150 }, prepare: openQuery },
  { name: 'details-bottom', settings: { layout: 'bottom' }, prepare: openQuery },
  { name: 'connection-lost', prepare: loseConnection },
  settings('settings-appearance', 'Appearance'),
  settings('settings-collector', 'Collector'),
  settings('settings-notifications', 'Notifications'),
  {
    name: 'filters-menu',
    prepare: async (page) => {
      await waitForRows(page)
      await search(page, 'target:duckdb')
      await page.getByRole('button', { name: 'Saved filters and highlights' }).click()
      await page.getByRole('button', { name: 'Highlight', exact: true }).click()
      await page.getByRole('button', { name: 'Save filter' }).click()
    },
  },
  {
    name: 'highlights',
    prepare: async (page) => {
      await waitForRows(page)
      await search(page, 'duration:>5')
      await grid(page).focus()
      await page.keyboard.press('h')
      await page.locator('.row[data-highlight]').first().waitFor()
      await rowsWith(page, 'GET /').first().click()
      await page.getByRole('region', { name: 'Event details' }).waitFor()
      await page.keyboard.press('n')
      await page.getByRole('textbox', { name: 'Note' }).fill('Slow only with an empty cache')
      await page.keyboard.press('Enter')
      await page.getByTitle('Edit note (n)').waitFor()
    },
  },
  {
    name: 'transfer-menu',
    prepare: async (page) => {
      await waitForRows(page)
      await page.getByRole('button', { name: 'Export and import' }).click()
    },
  },
  {
    name: 'toast',
    prepare: async (page) => {
      await waitForRows(page)
      await drop(page, 'cat.gif', 'GIF89a')
      await page.getByText('cat.gif: This file holds nothing').waitFor()
    },
  },
  { name: 'import', prepare: stickImport },
]
