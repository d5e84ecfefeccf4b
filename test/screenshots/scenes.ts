import type { Page } from 'playwright-core'
import { rowsWith, search } from '../e2e/viewer.ts'

/** One picture: what is done in a freshly opened viewer before it is taken. */
export interface Scene {
  readonly name: string
  readonly isNarrow?: true
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
      await grid(page).focus()
      await page.keyboard.press('Home')
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

async function openWaterfall(page: Page): Promise<void> {
  await openRequests(page)
  await page.getByRole('grid', { name: 'Requests' }).getByText('POST /checkout').last().click()
  await page.getByRole('region', { name: 'Waterfall' }).waitFor()
}

export const SCENES: readonly Scene[] = [
  { name: 'list', prepare: waitForRows },
  { name: 'list-narrow', isNarrow: true, prepare: waitForRows },
  details('log', 'type:log'),
  details('log-ansi', 'type:log "jobs done"'),
  details('exception', 'type:exception app:worker'),
  details('exception-shop', 'type:exception app:kettle-and-leaf'),
  details('query', 'type:query "FROM order_lines WHERE order_id"'),
  details('query-slow', 'type:query duration:>100'),
  details('request', 'type:request method:POST'),
  details('response', 'type:response'),
  details('middleware', 'type:middleware'),
  details('template', 'type:template'),
  details('event', 'type:event'),
  details('access-check', 'type:access_check access:DENIED'),
  details('email', 'type:email protocol:smtp'),
  details('email-checks', 'type:email protocol:smtp', tab('Checks')),
  details('email-html', 'type:email protocol:smtp', tab('HTML')),
  details('email-attachments', 'type:email protocol:smtp', tab('Attachments')),
  details('invalid', 'type:invalid'),
  details('other', 'type:metrics'),
  {
    name: 'details-narrow',
    isNarrow: true,
    prepare: (page) => details('', 'type:query "FROM order_lines WHERE order_id"').prepare(page),
  },
  { name: 'requests', prepare: openRequests },
  { name: 'requests-narrow', isNarrow: true, prepare: openRequests },
  { name: 'waterfall', prepare: openWaterfall },
  {
    name: 'waterfall-details',
    prepare: async (page) => {
      await openWaterfall(page)
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await page.getByRole('region', { name: 'Event details' }).waitFor()
    },
  },
  {
    name: 'comparison',
    prepare: async (page) => {
      await openRequests(page)
      const compare = page.getByRole('checkbox', { name: /^Compare .*checkout/ })
      await compare.first().check()
      await compare.last().check()
      await page.getByRole('region', { name: 'Comparison' }).waitFor()
    },
  },
  {
    name: 'totals',
    prepare: async (page) => {
      await waitForRows(page)
      await page.getByRole('button', { name: /totals/i }).first().click()
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
  settings('settings-appearance', 'Appearance'),
  settings('settings-collector', 'Collector'),
  settings('settings-notifications', 'Notifications'),
  {
    name: 'filters-menu',
    prepare: async (page) => {
      await waitForRows(page)
      await search(page, 'target:mysql')
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
      await rowsWith(page, 'GET').first().click()
      await page.keyboard.press('n')
      await page.getByRole('textbox', { name: 'Note' }).fill('Slow only with an empty cache')
      await page.keyboard.press('Enter')
    },
  },
  {
    name: 'transfer-menu',
    prepare: async (page) => {
      await waitForRows(page)
      await page.getByRole('button', { name: 'Export and import' }).click()
    },
  },
]
