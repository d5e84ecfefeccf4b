import type { Page } from 'playwright-core'
import type { HostileSample } from '../fixtures/mail/hostile-html.ts'

/** Samples to a mail. */
const BATCH = 8

/** A few samples in each mail; one that swallows what follows it comes last in its own. */
export async function joinSamples(page: Page, samples: readonly HostileSample[]): Promise<HostileSample[]> {
  const endsOpen = await page.evaluate(
    (pages) =>
      pages.map((html) => !new DOMParser().parseFromString(`${html}<i id=end></i>`, 'text/html').querySelector('#end')),
    samples.map(({ html }) => html),
  )
  const closed = samples.filter((_, index) => !endsOpen[index])
  const open = samples.filter((_, index) => endsOpen[index])
  const batches: HostileSample[][] = []
  while (closed.length + open.length > 0) batches.push([...closed.splice(0, BATCH), ...open.splice(0, 1)])
  return batches.map((batch) => ({
    name: batch.map(({ name }) => name).join(', '),
    html: batch.map(({ html }) => html).join('\n'),
  }))
}
