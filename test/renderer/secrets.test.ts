import { expect, test } from 'vitest'
import { waitForRow } from '../e2e/viewer.ts'
import { SECRET, secretEvents } from '../fixtures/secret-events.ts'
import { browser } from '../helpers/browser.ts'
import { logEvent, shareCollector } from '../helpers/collector.ts'

const collector = shareCollector([...secretEvents, logEvent('The last one.')])

/** Copies of one value are asked for by its name. */
const COPIES_OF_ALL = /^Copy (event|payload|message|context|body|query|parameters)/

test('no event shows its secret, in text, tree, table or tooltip, until it is asked for; no copy has it', async () => {
  const page = await browser.openPage(collector())
  const pane = page.getByRole('region', { name: 'Event details' })
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  const found: string[] = []
  const look = async (what: string) => {
    if ((await page.locator('body').evaluate((body) => body.outerHTML)).includes(SECRET)) found.push(what)
  }
  await waitForRow(page, 'The last one.')
  await page.keyboard.press('g')
  await page.keyboard.press('Enter')
  for (let id = 1; id <= secretEvents.length; id++) {
    await pane.getByText(`#${id} · seq`).waitFor()
    await pane.getByRole('button', { name: 'Copy event as JSON' }).waitFor()
    await look(`event ${id}`)
    for (const shape of ['Tree', 'Table']) {
      const button = pane.getByRole('button', { name: shape, exact: true }).first()
      if ((await button.count()) === 0) continue
      await button.click()
      await look(`event ${id} as ${shape}`)
    }
    for (const copy of await pane.getByRole('button', { name: COPIES_OF_ALL }).all()) {
      await copy.click()
      if ((await clipboard()).includes(SECRET)) found.push(`${await copy.getAttribute('aria-label')} of event ${id}`)
    }
    await page.getByRole('grid', { name: 'Events' }).focus()
    await page.keyboard.press('j')
  }
  expect(found).toEqual([])
})

test('one click shows the secrets of a view, another hides them', async () => {
  const page = await browser.openPage(collector())
  const pane = page.getByRole('region', { name: 'Event details' })
  await waitForRow(page, 'The last one.')
  await page.keyboard.press('g')
  await page.keyboard.press('Enter')
  const reveal = pane.getByRole('button', { name: 'Show secrets' })
  await reveal.click()
  await pane.getByText(SECRET).waitFor()
  await reveal.click()
  await pane.getByText(SECRET).waitFor({ state: 'detached' })
  await pane.getByRole('button', { name: 'Tree', exact: true }).click()
  await pane.getByRole('button', { name: 'Show the secret' }).first().click()
  await pane.getByText(SECRET).waitFor()
})
