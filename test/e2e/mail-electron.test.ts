import { afterAll, beforeAll, describe } from 'vitest'
import { testMailSafety } from './mail-safety.ts'
import { type Launched, launchElectron, makeDataDir } from './tattler.ts'

describe('hostile mails in Electron', () => {
  const { dataDir, remove } = makeDataDir()
  let tattler: Launched

  beforeAll(async () => {
    tattler = await launchElectron(dataDir)
  })
  afterAll(async () => {
    await tattler?.quit()
    remove()
  })

  testMailSafety(() => ({ page: tattler.page, url: tattler.url }))
})
