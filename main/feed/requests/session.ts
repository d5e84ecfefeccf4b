import Type from 'typebox'
import { type RequestHandlers, reader, streamKey } from './request.ts'

/** Sessions: runs of an app, as DataCat tells of them. */
export const sessionRequests: RequestHandlers<'session/read'> = {
  'session/read': {
    read: reader('session/read', Type.Object(streamKey)),
    answer: (of, { services }) => services.sessions.describe(of),
  },
}
