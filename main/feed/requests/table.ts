import type { RequestName } from '../../../shared/messages.ts'
import { codeRequests } from './code.ts'
import { composerRequests } from './composer.ts'
import { consoleRequests } from './console.ts'
import { logRequests } from './log.ts'
import { mailRequests } from './mail.ts'
import { proxyRequests } from './proxy.ts'
import { queryRequests } from './query.ts'
import type { RequestHandlers } from './request.ts'
import { seriesRequests } from './series.ts'
import { sessionRequests } from './session.ts'
import { settingsRequests } from './settings.ts'
import { streamRequests } from './stream.ts'
import { transferRequests } from './transfer.ts'
import { viewRequests } from './view.ts'

/** Every request that a viewer can make, one file per area. */
export const REQUESTS: RequestHandlers<RequestName> = {
  ...viewRequests,
  ...logRequests,
  ...streamRequests,
  ...queryRequests,
  ...consoleRequests,
  ...seriesRequests,
  ...sessionRequests,
  ...mailRequests,
  ...codeRequests,
  ...settingsRequests,
  ...proxyRequests,
  ...transferRequests,
  ...composerRequests,
}
