import Type from 'typebox'
import { type RequestHandlers, reader, streamKey } from './request.ts'

/** One stream as a whole. */
export const streamRequests: RequestHandlers<'stream/events'> = {
  'stream/events': {
    read: reader(
      'stream/events',
      Type.Object({
        ...streamKey,
        types: Type.Union([Type.Array(Type.String(), { maxItems: 1000 }), Type.Null()]),
        after: Type.Integer({ minimum: 0 }),
        limit: Type.Integer({ minimum: 1, maximum: 5000 }),
        withPayload: Type.Boolean(),
      }),
    ),
    answer: (arg, { services }) => services.log.streamEvents(arg),
  },
}
