import Type from 'typebox'
import { LARGEST_DRAFT, LARGEST_UPLOAD, LONGEST_TIMEOUT } from '../../shared/composer.ts'

/** Characters of a name or a value, and of a body that is written by hand: larger ones are files. */
const LONGEST_TEXT = 64 * 1024
const LONGEST_BODY = LARGEST_DRAFT
const MOST_FIELDS = 1000

const short = Type.String({ maxLength: 1000 })
const text = Type.String({ maxLength: LONGEST_TEXT })
const bodyText = Type.String({ maxLength: LONGEST_BODY })
const field = { key: text, value: text, isOn: Type.Boolean() }
const fields = Type.Array(Type.Object(field), { maxItems: MOST_FIELDS })
const file = Type.Union([
  Type.Null(),
  Type.Object({
    upload: Type.Union([Type.Null(), short]),
    name: short,
    bytes: Type.Integer({ minimum: 0, maximum: LARGEST_UPLOAD }),
    type: short,
  }),
])

/** A `RequestDraft`. */
export const draftShape = Type.Object({
  method: short,
  url: text,
  query: fields,
  headers: fields,
  body: Type.Union([
    Type.Object({ kind: Type.Literal('none') }),
    Type.Object({ kind: Type.Literal('json'), text: bodyText }),
    Type.Object({
      kind: Type.Literal('form'),
      encoding: Type.Union([Type.Literal('urlencoded'), Type.Literal('multipart')]),
      fields: Type.Array(Type.Object({ ...field, value: bodyText, file }), { maxItems: MOST_FIELDS }),
    }),
    Type.Object({ kind: Type.Literal('text'), text: bodyText, contentType: short }),
    Type.Object({ kind: Type.Literal('file'), file, contentType: short }),
  ]),
  timeout: Type.Integer({ minimum: 1, maximum: LONGEST_TIMEOUT }),
  followsRedirects: Type.Boolean(),
  checksCertificate: Type.Boolean(),
})

/** A `KeptDraft`. */
export const keptDraftShape = Type.Object({
  draft: draftShape,
  entry: Type.Union([Type.Null(), short]),
  isChanged: Type.Boolean(),
})

/** A `HistoryEntry` and what it tells of. */
export const entryShape = Type.Object({
  id: short,
  name: short,
  isPinned: Type.Boolean(),
  time: Type.Number(),
  outcome: Type.Union([
    Type.Object({
      kind: Type.Literal('answered'),
      status: Type.Integer(),
      duration: Type.Number(),
      bytes: Type.Number(),
    }),
    Type.Object({ kind: Type.Literal('failed'), reason: Type.String() }),
    Type.Object({ kind: Type.Literal('cancelled') }),
  ]),
  draft: draftShape,
})

export const environmentsShape = Type.Array(
  Type.Object({
    name: short,
    variables: Type.Array(Type.Object({ name: short, value: text }), { maxItems: MOST_FIELDS }),
  }),
  { maxItems: 100 },
)
