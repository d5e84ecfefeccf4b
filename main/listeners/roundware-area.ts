import type { AsyncLogApi } from '../log/api.ts'
import { RoundwareDesk } from '../roundware/desk.ts'
import type { Area } from './area.ts'
import type { Intake } from './intake.ts'
import { RoundwareV1 } from './roundware-v1.ts'
import { RoundwareV2 } from './roundware-v2.ts'

/** `/api/1/`, and `/roundware/`, where it was before 2014. */
const V1 = /^\/(?:api\/1(?:\/rest\/event)?|roundware)\/?$/
const V2 = /^\/api\/2(?:\/|$)/

/** Roundware's server as its clients know it, in both versions of its API. */
export function createRoundwareArea(intake: Intake, log: AsyncLogApi): Area {
  const desk = new RoundwareDesk(intake, log)
  const v1 = new RoundwareV1(desk, intake)
  const v2 = new RoundwareV2(desk, intake)
  return {
    takes: (pathname) => V2.test(pathname) || V1.test(pathname),
    handle: (request, response, url) => {
      if (V2.test(url.pathname)) return v2.answer(request, response, url)
      return V1.test(url.pathname) ? v1.answer(request, response, url) : undefined
    },
  }
}
