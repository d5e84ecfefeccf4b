import Type from 'typebox'
import { checkQuery } from '../../../shared/query/check.ts'
import { eventId, RequestError, type RequestHandlers, reader, readNothing } from './request.ts'

/** Characters of a note. */
const LONGEST_NOTE = 10_000

/** Single events, and the log as a whole. */
export const logRequests: RequestHandlers<
  | 'event/open'
  | 'event/pin'
  | 'log/totals'
  | 'log/streams'
  | 'log/query'
  | 'log/clear'
  | 'log/undo-clear'
  | 'collector/test-event'
> = {
  'event/open': {
    read: reader('event/open', eventId),
    answer: (id, { services }) => services.log.event(id),
  },
  'event/pin': {
    read: reader(
      'event/pin',
      Type.Object({ id: eventId, note: Type.Union([Type.String({ maxLength: LONGEST_NOTE }), Type.Null()]) }),
    ),
    answer: async ({ id, note }, { services }) => {
      await services.log.setPin(id, note)
      return null
    },
  },
  'log/totals': {
    read: checkQuery,
    answer: (query, { services }) => services.log.totals(query),
  },
  'log/streams': {
    read: reader(
      'log/streams',
      Type.Object({ search: Type.String(), limit: Type.Integer({ minimum: 1, maximum: 1000 }) }),
    ),
    answer: (filter, { services }) => services.log.streams(filter),
  },
  'log/query': {
    read: checkQuery,
    answer: (query, { services }) => services.log.query(query),
  },
  'log/clear': {
    read: readNothing,
    answer: (_, { services }) => services.log.clear(),
  },
  'log/undo-clear': {
    read: readNothing,
    answer: async (_, { services }) => {
      if (!(await services.log.undoClear())) throw new RequestError('there is nothing to undo any more')
      return null
    },
  },
  'collector/test-event': {
    read: readNothing,
    answer: async (_, { services }) => {
      await services.sendTestEvent()
      return null
    },
  },
}
