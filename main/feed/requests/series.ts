import Type from 'typebox'
import { eventId, type RequestHandlers, reader, streamKey } from './request.ts'

/** Measurements over time. */
export const seriesRequests: RequestHandlers<'series/list' | 'series/points'> = {
  'series/list': {
    read: reader('series/list', Type.Object(streamKey)),
    answer: (of, { services }) => services.log.series(of),
  },
  'series/points': {
    read: reader('series/points', Type.Object({ id: eventId, most: Type.Integer({ minimum: 2, maximum: 20_000 }) })),
    answer: (of, { services }) => services.log.points(of),
  },
}
