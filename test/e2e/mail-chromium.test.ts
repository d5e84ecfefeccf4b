import { beforeAll, describe } from 'vitest'
import { testMailSafety } from './mail-safety.ts'
import { openServed, serveViewer } from './served-viewer.ts'

describe('hostile mails in a web page', () => {
  const viewer = serveViewer()
  beforeAll(() => openServed(viewer()))

  testMailSafety(() => ({ page: viewer().page, url: viewer().served.url }))
})
