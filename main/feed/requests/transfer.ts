import Type from 'typebox'
import { checkConditions, checkQuery } from '../../../shared/query/check.ts'
import { TRANSFER_CHUNK } from '../../../shared/transfer.ts'
import { type RequestHandlers, reader, streamKey } from './request.ts'

const number = Type.Integer({ minimum: 0 })
const hidesSecrets = Type.Optional(Type.Boolean())
const readExport = reader(
  'export/begin',
  Type.Object({
    export: number,
    selection: Type.Union([
      Type.Object({ format: Type.Literal('web-debug'), ...streamKey, hidesSecrets }),
      Type.Object({
        format: Type.Union([Type.Literal('ndjson'), Type.Literal('csv'), Type.Literal('parquet')]),
        from: Type.Object({ instance: Type.String(), stream: Type.Optional(Type.String()) }),
        where: Type.Unknown(),
        hiddenTypes: Type.Array(Type.String(), { maxItems: 10_000 }),
        hidesSecrets,
      }),
    ]),
  }),
)

/** Files out of the log and into it, in pieces, because window and web page have nothing but their socket in common. */
export const transferRequests: RequestHandlers<
  | 'export/begin'
  | 'export/read'
  | 'export/close'
  | 'import/begin'
  | 'import/write'
  | 'import/run'
  | 'import/progress'
  | 'import/close'
> = {
  'export/begin': {
    read: (arg) => {
      const { export: file, selection } = readExport(arg)
      if (selection.format === 'web-debug') return { export: file, selection }
      checkQuery({ from: selection.from })
      return { export: file, selection: { ...selection, where: checkConditions(selection.where, 'where') } }
    },
    answer: (begin, { viewer, services }) => services.exports.begin(viewer, begin.export, begin.selection),
  },
  'export/read': {
    read: reader('export/read', Type.Object({ export: number, offset: number })),
    answer: (read, { viewer, services }) => services.exports.read(viewer, read.export, read.offset),
  },
  'export/close': {
    read: reader('export/close', Type.Object({ export: number })),
    answer: async (close, { viewer, services }) => {
      await services.exports.close(viewer, close.export)
      return null
    },
  },
  'import/begin': {
    read: reader('import/begin', Type.Object({ import: number })),
    answer: async (begin, { viewer, services }) => {
      services.imports.begin(viewer, begin.import)
      return null
    },
  },
  'import/write': {
    read: reader(
      'import/write',
      Type.Object({ import: number, base64: Type.String({ maxLength: 2 * TRANSFER_CHUNK }) }),
    ),
    answer: async (write, { viewer, services }) => {
      await services.imports.write(viewer, write.import, write.base64)
      return null
    },
  },
  'import/run': {
    read: reader('import/run', Type.Object({ import: number })),
    answer: (run, { viewer, services }) => services.imports.run(viewer, run.import),
  },
  'import/progress': {
    read: reader('import/progress', Type.Object({ import: number })),
    answer: async (progress, { viewer, services }) => services.imports.progress(viewer, progress.import),
  },
  'import/close': {
    read: reader('import/close', Type.Object({ import: number })),
    answer: async (close, { viewer, services }) => {
      services.imports.close(viewer, close.import)
      return null
    },
  },
}
