import { checkQuery } from '../../../shared/query/check.ts'
import { type RequestHandlers, readNothing } from './request.ts'

/** Queries that a user writes, and may tire of waiting for. */
export const consoleRequests: RequestHandlers<'console/run' | 'console/cancel'> = {
  'console/run': {
    read: checkQuery,
    answer: (query, { viewer, services }) => services.queries.run(viewer, query),
  },
  'console/cancel': {
    read: readNothing,
    answer: async (_, { viewer, services }) => {
      await services.queries.cancel(viewer)
      return null
    },
  },
}
