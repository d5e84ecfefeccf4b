import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, describe } from 'vitest'
import { expectAccessible } from '../helpers/accessibility.ts'
import { testEveryView } from './every-view.ts'
import { openServed, serveViewer } from './served-viewer.ts'

describe('every view in a web page', () => {
  const viewer = serveViewer()
  beforeAll(() => openServed(viewer()))

  testEveryView(() => {
    const { page, served } = viewer()
    return {
      page,
      url: served.url,
      save: (start) => save(page, start),
      inspect: (within) => expectAccessible(page, within ? { within } : {}),
    }
  })
})

async function save(page: Page, start: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), start()])
  return readFileSync(await download.path(), 'utf8')
}
