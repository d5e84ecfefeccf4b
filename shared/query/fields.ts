/**
 * How a field is compared. `id` and `number` are numbers, `time` is ms since the epoch or an ISO string, `location` is the
 * text `file:line`, `json` is whatever the sender put there, `words` is the text that free words search.
 */
export type FieldKind = 'id' | 'number' | 'time' | 'text' | 'boolean' | 'tags' | 'location' | 'json' | 'words'

interface FieldEntry {
  readonly name: string
  readonly kind: FieldKind
  /** Other names for it, the published ones of the event log among them. */
  readonly aliases: readonly string[]
  /** Names something, so search text compares the whole value: `target:sql` does not find `mysql`. */
  readonly isIdentity?: true
  readonly doc: string
}

/** The fields that every event of the log has, in the order in which they are documented and suggested. */
export const FIELDS = [
  {
    name: 'type',
    kind: 'text',
    aliases: ['event_type', 'eventType'],
    isIdentity: true,
    doc: 'Kind of event: log, query, request…',
  },
  { name: 'importance', kind: 'number', aliases: [], doc: '1 (debug) to 8 (emergency)' },
  { name: 'target', kind: 'text', aliases: [], isIdentity: true, doc: 'Service a query went to' },
  {
    name: 'shape',
    kind: 'number',
    aliases: [],
    doc: 'Number of a query’s shape: equal for queries that differ in values only',
  },
  { name: 'write', kind: 'boolean', aliases: ['is_write', 'isWrite'], doc: 'Whether a query changes data' },
  { name: 'tags', kind: 'tags', aliases: [], doc: 'List of flags and name:value pairs' },
  { name: 'duration', kind: 'number', aliases: [], doc: 'How long it took, ms' },
  { name: 'success', kind: 'boolean', aliases: [], doc: 'False for a failure; missing when unknown' },
  { name: 'summary', kind: 'text', aliases: [], doc: 'The line shown in the list' },
  { name: 'text', kind: 'words', aliases: [], doc: 'Summary and payload together' },
  {
    name: 'instance',
    kind: 'text',
    aliases: ['instanceId', 'instance_id', 'app'],
    isIdentity: true,
    doc: 'Id of the app',
  },
  {
    name: 'stream',
    kind: 'text',
    aliases: ['stream_id', 'streamId'],
    isIdentity: true,
    doc: 'Id of the request or session',
  },
  {
    name: 'sequence',
    kind: 'number',
    aliases: ['sequence_number', 'sequenceNumber'],
    doc: 'Number inside its stream, from 1',
  },
  { name: 'time', kind: 'time', aliases: ['timestamp'], doc: 'When it happened, by the sender’s clock' },
  { name: 'received', kind: 'time', aliases: [], doc: 'When it was received' },
  { name: 'protocol', kind: 'text', aliases: [], isIdentity: true, doc: 'Protocol that brought it' },
  {
    name: 'calledFrom',
    kind: 'location',
    aliases: ['called_from'],
    doc: 'Place in the code that caused it, file:line',
  },
  { name: 'definedIn', kind: 'location', aliases: ['defined_in'], doc: 'Place in the code that defines it, file:line' },
  { name: 'id', kind: 'id', aliases: [], doc: 'Number of the event in the log' },
  { name: 'parent', kind: 'id', aliases: [], doc: 'Id of the event it is nested in' },
  { name: 'depth', kind: 'number', aliases: [], doc: 'Level of nesting, 0 at the top' },
  { name: 'descendants', kind: 'number', aliases: [], doc: 'Number of events nested in it' },
  { name: 'size', kind: 'number', aliases: [], doc: 'Bytes of its payload' },
  { name: 'pinned', kind: 'boolean', aliases: [], doc: 'Kept until it is unpinned' },
  { name: 'note', kind: 'text', aliases: [], doc: 'What you wrote about it' },
  { name: 'payload', kind: 'json', aliases: [], doc: 'What the event carries; payload.a.b reaches inside' },
  { name: 'metadata', kind: 'json', aliases: [], doc: 'What is known about the event; metadata.a reaches inside' },
] as const satisfies readonly FieldEntry[]

export type FieldName = (typeof FIELDS)[number]['name']

/** A field of the log itself. */
export type LogField = FieldEntry & { readonly name: FieldName }

/** Fields that hold JSON, so dotted paths reach inside them. */
export type JsonRoot = Extract<(typeof FIELDS)[number], { kind: 'json' | 'location' }>['name']

/** A value inside a JSON field. A step that is a number is an index of an array, or a name of an object. */
export interface PathField {
  /** As it was written. */
  readonly name: string
  readonly kind: 'json'
  /** Where to look for it; the first that has it counts. */
  readonly roots: readonly JsonRoot[]
  readonly path: readonly string[]
}

export type Field = LogField | PathField

const LOG_FIELDS = new Map<string, LogField>(
  FIELDS.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field])),
)

/** The field of the log with that name or alias. */
export function findLogField(name: string): LogField | undefined {
  return LOG_FIELDS.get(name)
}

export function isPathField(field: Field): field is PathField {
  return 'path' in field
}

/**
 * The field a name stands for: a field of the log, a dotted path like `payload.user.id` or `calledFrom.file`, or else a
 * path that is looked up in the payload, then in the metadata. Undefined for an empty name or an empty step (`payload..a`).
 */
export function resolveField(name: string): Field | undefined {
  const field = findLogField(name)
  if (field) return field
  const steps = name.split('.')
  if (steps.includes('')) return undefined
  const [first = '', ...rest] = steps
  const root = findLogField(first)?.name
  return root !== undefined && isJsonRoot(root)
    ? { name, kind: 'json', roots: [root], path: rest }
    : { name, kind: 'json', roots: ['payload', 'metadata'], path: steps }
}

function isJsonRoot(name: FieldName): name is JsonRoot {
  return name === 'payload' || name === 'metadata' || name === 'calledFrom' || name === 'definedIn'
}
