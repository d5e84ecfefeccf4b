import { settingsFile } from '../../settings.ts'
import { type RequestHandlers, reader, readNothing } from './request.ts'

/** The settings of the collector. */
export const settingsRequests: RequestHandlers<'settings/read' | 'settings/write'> = {
  'settings/read': {
    read: readNothing,
    answer: async (_, { services }) => services.settings.read(),
  },
  'settings/write': {
    read: reader('settings/write', settingsFile),
    answer: (patch, { services }) => services.settings.write(patch),
  },
}
