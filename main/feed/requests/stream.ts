import Type from 'typebox'
import { checkConditions } from '../../../shared/query/check.ts'
import { STREAM_ORDERS } from '../../../shared/stream.ts'
import { eventId, type RequestHandlers, reader, streamKey } from './request.ts'

const readList = reader(
  'stream/list',
  Type.Object({
    from: Type.Object({ instance: Type.String(), stream: Type.Optional(Type.String()) }),
    where: Type.Unknown(),
    orderBy: Type.Object({
      by: Type.Union(STREAM_ORDERS.map((order) => Type.Literal(order))),
      direction: Type.Union([Type.Literal('asc'), Type.Literal('desc')]),
    }),
    offset: Type.Integer({ minimum: 0 }),
    limit: Type.Integer({ minimum: 1, maximum: 500 }),
  }),
)

/** Streams as a list, and one stream as a whole. */
export const streamRequests: RequestHandlers<'stream/list' | 'stream/events' | 'stream/outline'> = {
  'stream/list': {
    read: (arg) => {
      const query = readList(arg)
      return { ...query, where: checkConditions(query.where, 'where') }
    },
    answer: (query, { services }) => services.log.streamList(query),
  },
  'stream/events': {
    read: reader(
      'stream/events',
      Type.Object({
        ...streamKey,
        types: Type.Union([Type.Array(Type.String(), { maxItems: 1000 }), Type.Null()]),
        after: eventId,
        limit: Type.Integer({ minimum: 1, maximum: 5000 }),
        withPayload: Type.Boolean(),
      }),
    ),
    answer: (arg, { services }) => services.log.streamEvents(arg),
  },
  'stream/outline': {
    read: reader(
      'stream/outline',
      Type.Object({ ...streamKey, after: eventId, limit: Type.Integer({ minimum: 1, maximum: 20_000 }) }),
    ),
    answer: (arg, { services }) => services.log.streamOutline(arg),
  },
}
