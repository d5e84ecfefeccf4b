import Type from 'typebox'
import { COMPOSER_CHUNK } from '../../../shared/composer.ts'
import { draftShape, environmentsShape, keptDraftShape } from '../../composer/draft-shape.ts'
import { type RequestHandlers, reader, readNothing } from './request.ts'

const id = Type.String({ maxLength: 100 })
const number = Type.Integer({ minimum: 0 })
/** Base64 has four characters for three bytes. */
const chunk = Type.String({ maxLength: 2 * COMPOSER_CHUNK })

/** Requests that the user writes and sends. Whoever may ask for these can reach all that this machine can reach. */
export const composerRequests: RequestHandlers<
  | 'composer/read'
  | 'composer/read-draft'
  | 'composer/keep-draft'
  | 'composer/open'
  | 'composer/send'
  | 'composer/cancel'
  | 'composer/exchanges'
  | 'composer/body'
  | 'composer/upload'
  | 'composer/change'
  | 'composer/remove'
  | 'composer/set-environments'
> = {
  'composer/read': {
    read: readNothing,
    answer: async (_, { services }) => services.composer.state(),
  },
  'composer/read-draft': {
    read: readNothing,
    answer: async (_, { services }) => services.composer.draft,
  },
  'composer/keep-draft': {
    read: reader('composer/keep-draft', keptDraftShape),
    answer: async (kept, { services }) => {
      services.composer.keepDraft(kept)
      return null
    },
  },
  'composer/open': {
    read: reader('composer/open', Type.Object({ id })),
    answer: async (of, { services }) => services.composer.openEntry(of.id),
  },
  'composer/send': {
    read: reader('composer/send', Type.Object({ run: number, draft: draftShape })),
    answer: ({ run, draft }, { viewer, services }) => services.composer.send(viewer, run, draft),
  },
  'composer/cancel': {
    read: reader('composer/cancel', Type.Object({ run: number })),
    answer: async ({ run }, { viewer, services }) => {
      services.composer.cancel(viewer, run)
      return null
    },
  },
  'composer/exchanges': {
    read: reader('composer/exchanges', Type.Object({ run: number })),
    answer: ({ run }, { viewer, services }) => services.composer.exchanges(viewer, run),
  },
  'composer/body': {
    read: reader('composer/body', Type.Object({ offset: number })),
    answer: async ({ offset }, { viewer, services }) => {
      const piece = await services.composer.readBody(viewer, offset)
      return { base64: piece.toString('base64') }
    },
  },
  'composer/upload': {
    read: reader('composer/upload', Type.Object({ upload: Type.Union([Type.Null(), id]), base64: chunk })),
    answer: async ({ upload, base64 }, { services }) => ({ upload: await services.composer.upload(upload, base64) }),
  },
  'composer/change': {
    read: reader(
      'composer/change',
      Type.Object({
        id,
        name: Type.Optional(Type.String({ maxLength: 200 })),
        isPinned: Type.Optional(Type.Boolean()),
      }),
    ),
    answer: async ({ id: entry, ...change }, { services }) => services.composer.change(entry, change),
  },
  'composer/remove': {
    read: reader(
      'composer/remove',
      Type.Object({ ids: Type.Union([Type.Null(), Type.Array(id, { maxItems: 1000 })]) }),
    ),
    answer: async ({ ids }, { services }) => services.composer.remove(ids),
  },
  'composer/set-environments': {
    read: reader(
      'composer/set-environments',
      Type.Object({ environments: environmentsShape, environment: Type.Union([Type.Null(), id]) }),
    ),
    answer: async ({ environments, environment }, { services }) =>
      services.composer.setEnvironments(environments, environment),
  },
}
