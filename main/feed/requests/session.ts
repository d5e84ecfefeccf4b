import Type from 'typebox'
import { type RequestHandlers, reader, streamKey } from './request.ts'

/** Sessions: runs of an app, as DataCat tells of them. */
export const sessionRequests: RequestHandlers<'session/read'> = {
  'session/read': {
    read: reader('session/read', Type.Array(Type.Object(streamKey), { maxItems: 500 })),
    answer: (of, { services }) => Promise.all(of.map((key) => services.sessions.describe(key))),
  },
}
