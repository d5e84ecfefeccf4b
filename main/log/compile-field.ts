import { assertNever } from '../../shared/assert.ts'
import { type Field, type FieldName, isPathField } from '../../shared/query/fields.ts'
import { join, literal, raw, type Sql, sql } from './sql.ts'

/** The SQL of each field, over table `events` as `e`. */
const COLUMNS: Readonly<Record<FieldName, string>> = {
  id: 'e.id',
  instance: 'e.instance',
  stream: 'e.stream',
  sequence: 'e.sequence',
  type: 'e.type',
  time: 'e.time',
  received: 'e.received',
  importance: 'e.importance',
  duration: 'e.duration',
  success: 'e.success',
  tags: 'e.tags',
  calledFrom: 'e.called_from',
  definedIn: 'e.defined_in',
  parent: 'e.parent',
  depth: 'e.depth',
  descendants: 'e.descendants',
  summary: 'e.summary',
  target: 'e.target',
  shape: 'e.shape',
  write: 'e.is_write',
  protocol: 'e.protocol',
  size: 'e.size',
  pinned: 'e.id IN (SELECT id FROM pins)',
  note: '(SELECT n.text FROM notes n WHERE n.id = e.id)',
  payload: 'e.payload',
  metadata: 'e.metadata',
  text: 'e.payload',
}

const ALWAYS_THERE: ReadonlySet<FieldName> = new Set([
  'id',
  'instance',
  'stream',
  'sequence',
  'type',
  'time',
  'received',
  'importance',
  'depth',
  'descendants',
  'summary',
  'protocol',
  'size',
  'pinned',
  'text',
])

/**
 * The faces of a field. Each is SQL that is NULL where the field is missing or has another type; a face is absent if the
 * field never has that type.
 */
export interface FieldSql {
  readonly number?: Sql
  readonly string?: Sql
  readonly boolean?: Sql
  /** Any value as text: a string is itself, anything else its JSON. */
  readonly text: Sql
  /** Of a field that may hold anything: its JSON. `null` counts as a value here, and only here. */
  readonly json?: Sql
  /** False only where the field is missing, and far cheaper to find out than its value. */
  readonly mayBeThere?: Sql
  /** Whether no event lacks it. */
  readonly isAlwaysThere: boolean
}

/** The SQL of a field. */
export function compileField(field: Field): FieldSql {
  if (isPathField(field))
    return jsonFaces(
      field.roots.map((root) => raw(COLUMNS[root])),
      field.path,
    )
  const column = raw(COLUMNS[field.name])
  const isAlwaysThere = ALWAYS_THERE.has(field.name)
  switch (field.kind) {
    case 'id':
    case 'number':
    case 'time':
      return { number: column, text: sql`CAST(${column} AS VARCHAR)`, isAlwaysThere }
    case 'boolean':
      return { boolean: sql`(${column})`, text: sql`CAST(${column} AS VARCHAR)`, isAlwaysThere }
    case 'text':
      return { string: column, text: column, isAlwaysThere }
    case 'words':
    case 'tags':
      return { text: column, isAlwaysThere }
    case 'location': {
      const line = sql`coalesce(':' || json_extract_string(${column}, '/line'), '')`
      const place = readable(column, sql`json_extract_string(${column}, '/file') || ${line}`)
      return { string: place, text: place, isAlwaysThere }
    }
    case 'json':
      return jsonFaces([column], [])
    default:
      return assertNever(field, 'field')
  }
}

function jsonFaces(roots: readonly Sql[], path: readonly string[]): FieldSql {
  const pointer = literal(path.length === 0 ? '$' : path.map((step) => `/${escapeStep(step)}`).join(''))
  const mark = markOf(path)
  const marked = roots.map((root) => sql`coalesce(contains(${root}, ${literal(mark)}), false)`)
  const found = roots.map((root) => readable(root, sql`json_extract(${root}, ${pointer})`, mark))
  const json = sql`CAST(coalesce(${join(found, ', ')}) AS VARCHAR)`
  const [root] = roots
  const text =
    roots.length === 1 && root
      ? readable(root, sql`json_extract_string(${root}, ${pointer})`, mark)
      : sql`json_extract_string(${json}, '$')`
  return {
    number: sql`TRY_CAST(${json} AS DOUBLE)`,
    string: sql`CASE WHEN starts_with(${json}, '"') THEN ${text} END`,
    boolean: sql`CASE ${json} WHEN 'true' THEN true WHEN 'false' THEN false END`,
    text,
    json,
    ...(mark !== '' && { mayBeThere: sql`(${join(marked, ' OR ')})` }),
    isAlwaysThere: false,
  }
}

/**
 * Something read out of `json`; NULL if it lacks `mark`, or DuckDB cannot read it. JavaScript writes half a surrogate pair
 * into JSON (`"\ud83d"`), DuckDB throws at it, and its TRY may answer garbage for the strings of other rows. The condition
 * holds for nearly every event and costs nothing.
 */
function readable(json: Sql, value: Sql, mark = ''): Sql {
  const isReadable = sql`(NOT contains(${json}, '\\ud') OR json_valid(${json}))`
  const isThere = mark === '' ? isReadable : sql`contains(${json}, ${literal(mark)}) AND ${isReadable}`
  return sql`CASE WHEN ${isThere} THEN ${value} END`
}

/**
 * A text without which no JSON of ours has something at a path, as JSON writes the longest name in it: looking for that is
 * far cheaper than taking the JSON apart; without the quote before it, as DuckDB looks for a text at each of its first characters,
 * and quotes are many. '' for paths without a name whose spelling is certain.
 */
function markOf(path: readonly string[]): string {
  const names = path.filter((step) => /^[\x20-\x7e]*$/.test(step) && !/^\d+$|["\\]/.test(step))
  const longest = names.reduce((a, b) => (b.length > a.length ? b : a), '')
  return longest === '' ? '' : `${longest}"`
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}
