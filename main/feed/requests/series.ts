import Type from 'typebox'
import { eventId, type RequestHandlers, reader, streamKey } from './request.ts'

const time = Type.Number({ minimum: -8.64e15, maximum: 8.64e15 })
const seriesPart = Type.Object({
  id: eventId,
  most: Type.Integer({ minimum: 2, maximum: 20_000 }),
  between: Type.Optional(Type.Object({ from: time, to: time })),
})

/** Measurements over time. */
export const seriesRequests: RequestHandlers<'series/list' | 'series/points'> = {
  'series/list': {
    read: reader('series/list', Type.Object(streamKey)),
    answer: (of, { services }) => services.log.series(of),
  },
  'series/points': {
    read: reader('series/points', seriesPart),
    answer: (of, { services }) => services.log.points(of),
  },
}
