import Type from 'typebox'
import { eventId, type RequestHandlers, reader } from './request.ts'

/** Mails, and the port that takes them. */
export const mailRequests: RequestHandlers<
  'mail/source' | 'mail/file' | 'mail/inline' | 'mail/export' | 'smtp/switch'
> = {
  'mail/source': {
    read: reader('mail/source', eventId),
    answer: (id, { services }) => services.mails.source(id),
  },
  'mail/file': {
    read: reader('mail/file', Type.Object({ id: eventId, index: Type.Integer({ minimum: 0 }) })),
    answer: ({ id, index }, { services }) => services.mails.file(id, index),
  },
  'mail/inline': {
    read: reader('mail/inline', eventId),
    answer: (id, { services }) => services.mails.inlineImages(id),
  },
  'mail/export': {
    read: reader(
      'mail/export',
      Type.Object({ id: eventId, format: Type.Union([Type.Literal('eml'), Type.Literal('html')]) }),
    ),
    answer: ({ id, format }, { services }) => services.mails.export(id, format),
  },
  'smtp/switch': {
    read: reader('smtp/switch', Type.Boolean()),
    answer: async (isEnabled, { services }) => {
      await services.switchSmtp(isEnabled)
      return null
    },
  },
}
