import Type from 'typebox'
import { eventId, type RequestHandlers, reader } from './request.ts'

/** Queries among the other queries of their streams. */
export const queryRequests: RequestHandlers<'query/marks' | 'query/siblings'> = {
  'query/marks': {
    read: reader('query/marks', Type.Array(eventId, { maxItems: 500 })),
    answer: (ids, { services }) => services.log.queryMarks(ids),
  },
  'query/siblings': {
    read: reader('query/siblings', eventId),
    answer: (id, { services }) => services.log.querySiblings(id),
  },
}
