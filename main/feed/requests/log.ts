import Type from 'typebox'
import { checkConditions, checkQuery } from '../../../shared/query/check.ts'
import { eventId, RequestError, type RequestHandlers, reader, readNothing } from './request.ts'

/** Characters of a note. */
const LONGEST_NOTE = 10_000

const readMatch = reader(
  'event/match',
  Type.Object({ ids: Type.Array(eventId, { maxItems: 500 }), rules: Type.Array(Type.Unknown(), { maxItems: 50 }) }),
)

/** Single events, and the log as a whole. */
export const logRequests: RequestHandlers<
  | 'event/open'
  | 'event/pin'
  | 'event/forget'
  | 'event/match'
  | 'log/totals'
  | 'log/streams'
  | 'log/query'
  | 'log/clear'
  | 'log/undo-clear'
  | 'collector/test-event'
  | 'collector/self-test'
> = {
  'event/open': {
    read: reader('event/open', eventId),
    answer: (id, { services }) => services.log.event(id),
  },
  'event/match': {
    read: (arg) => {
      const { ids, rules } = readMatch(arg)
      return { ids, rules: rules.map((rule, index) => checkConditions(rule, `rules[${index}]`)) }
    },
    answer: (match, { services }) => services.log.matchRules(match),
  },
  'event/forget': {
    read: reader('event/forget', eventId),
    answer: async (id, { services }) => {
      const isForgotten = await services.log.forget(id)
      if (isForgotten) services.tellForgotten(id)
      return isForgotten
    },
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
  'collector/self-test': {
    read: readNothing,
    answer: (_, { services }) => services.testSelf(),
  },
  'collector/test-event': {
    read: readNothing,
    answer: async (_, { services }) => {
      await services.sendTestEvent()
      return null
    },
  },
}
