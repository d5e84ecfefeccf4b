import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openViewer } from '../../main/cli/viewer-connection.ts'
import type { Target } from './target.ts'

/** The ports of a target beside its own. Addresses are like `127.0.0.1:1025`. */
export interface Places {
  /** Where mails are taken. */
  readonly smtp: string
  /** In front of an app that is watched, which answers each request with `SECRET`. */
  readonly proxy: string
}

/** What the watched app answers: a page that learns of it has got through. */
export const SECRET = 'the-password-of-the-app'

const known = new WeakMap<Target, Promise<Places>>()

/** Opens them when they are first asked for; they go with the target. */
export function placesOf(target: Target): Promise<Places> {
  const places = known.get(target) ?? open(target)
  known.set(target, places)
  return places
}

async function open(target: Target): Promise<Places> {
  const app = createServer((_, response) => response.end(SECRET))
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  const viewer = await openViewer(target)
  const { address } = await viewer.request('proxy/open', {
    target: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    port: 0,
    app: 'watched',
    isRemembered: false,
  })
  if (address === null) throw new Error('the port of a watched app is not open')
  target.beforeEnd(async () => {
    viewer.close()
    app.closeAllConnections()
    app.close()
  })
  return { smtp: target.smtp, proxy: new URL(address).host }
}
