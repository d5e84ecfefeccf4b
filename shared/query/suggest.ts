import { LEVELS } from '../importance.ts'
import { FIELDS, type FieldKind, resolveField } from './fields.ts'
import { formatTerm } from './search.ts'
import { COMPARISON_SIGNS, SEARCH_FIELDS } from './search-lexer.ts'

/** Values that the log has, most useful first. */
export interface KnownValues {
  readonly types: readonly string[]
  readonly targets: readonly string[]
  readonly tags: readonly string[]
  readonly instances: readonly string[]
  readonly streams: readonly string[]
}

export interface Suggestion {
  readonly label: string
  /** What replaces the text from `from` to `to`. */
  readonly insert: string
  readonly detail: string
}

/** What could stand at the caret; `items` is empty when there is nothing to say. */
export interface Suggestions {
  readonly from: number
  readonly to: number
  readonly items: readonly Suggestion[]
}

const MOST_ITEMS = 12

/** Fields under the names that read best in a search text, in the order in which they are offered. */
const FIELD_NAMES: readonly { readonly name: string; readonly doc: string }[] = [
  { name: 'type', doc: docOf('type') },
  { name: 'level', doc: 'debug, info, notice, warning, error…' },
  { name: 'target', doc: docOf('target') },
  { name: 'tag', doc: 'A flag, or name:value' },
  { name: 'duration', doc: 'ms, or with a unit: >1.5s' },
  { name: 'success', doc: docOf('success') },
  { name: 'after', doc: 'From then on: 10m (ago), 14:30, 2026-01-31' },
  { name: 'before', doc: 'Until then: 10m (ago), 14:30, 2026-01-31' },
  { name: 'app', doc: docOf('instance') },
  { name: 'payload.', doc: 'A value inside the payload: payload.user.id:7' },
  { name: 'metadata.', doc: 'A value inside the metadata' },
  ...FIELDS.filter(({ name }) => !['type', 'target', 'tags', 'duration', 'success', 'instance'].includes(name)),
]

/** Helps to write the search text, at the place of the caret. */
export function suggest(text: string, caret: number, known: KnownValues): Suggestions {
  const start = termStart(text, caret)
  const from = start < caret && text[start] === '-' ? start + 1 : start
  const written = text.slice(from, caret)
  if (written.startsWith('"') || written.startsWith('/')) return { from, to: caret, items: [] }
  const colon = written.indexOf(':')
  return colon < 0 ? suggestTerms(text, from, caret, known) : suggestValues(text, from, from + colon, caret, known)
}

/** Where the term at the caret begins: behind the last space that is in no quotes. */
function termStart(text: string, caret: number): number {
  let start = 0
  let isQuoted = false
  for (let at = 0; at < caret; at++) {
    const character = text[at] ?? ''
    if (isQuoted && character === '\\') at++
    else if (character === '"' && (isQuoted || /[\s:,=-]/.test(text[at - 1] ?? ' '))) isQuoted = !isQuoted
    else if (!isQuoted && /\s/.test(character)) start = at + 1
  }
  return start
}

function suggestTerms(text: string, from: number, caret: number, known: KnownValues): Suggestions {
  const written = text.slice(from, caret)
  const fields = FIELD_NAMES.map(({ name, doc }) => ({
    label: name.endsWith('.') ? name : `${name}:`,
    insert: name.endsWith('.') ? name : `${name}:`,
    detail: doc,
  }))
  const found = [
    ...matching(fields, written, 'start'),
    ...(written === '' ? [] : matching(valueTerms(known), written, 'value')),
  ]
  return { from, to: wordEnd(text, caret), items: found.slice(0, MOST_ITEMS) }
}

/** Whole terms, so that a value is found without its field: `mys` offers `target:mysql`. */
function valueTerms(known: KnownValues): readonly Suggestion[] {
  const terms = (field: string, values: readonly string[], detail: string) =>
    values.map((value) => ({ label: `${field}:${value}`, insert: formatTerm(field, value), detail }))
  return [
    ...terms('type', known.types, 'Type'),
    ...terms('target', known.targets, 'Target'),
    ...terms('tag', known.tags, 'Tag'),
    ...terms('app', known.instances, 'App'),
    ...terms('level', LEVELS, 'Level').map((term) => ({ ...term, insert: term.label })),
  ]
}

function suggestValues(text: string, from: number, colon: number, caret: number, known: KnownValues): Suggestions {
  const name = text.slice(from, colon)
  const values = text.slice(colon + 1, caret)
  const sign = COMPARISON_SIGNS.find((candidate) => values.startsWith(candidate)) ?? ''
  const last = Math.max(values.lastIndexOf(',') + 1, sign.length)
  const written = values.slice(last)
  const items = valuesOf(name, sign !== '', known)
  return {
    from: colon + 1 + last,
    to: wordEnd(text, caret),
    items: matching(items, written.replace(/^"/, ''), 'any')
      .filter(({ insert }) => insert !== written)
      .slice(0, MOST_ITEMS),
  }
}

function valuesOf(name: string, hasSign: boolean, known: KnownValues): readonly Suggestion[] {
  const field = resolveField(SEARCH_FIELDS.get(name) ?? name)
  if (!field) return []
  const named = (values: readonly string[], detail = '') =>
    values.map((value) => ({ label: value, insert: formatTerm(name, value).slice(name.length + 1), detail }))
  switch (field.name) {
    case 'type':
      return named(known.types)
    case 'target':
      return named(known.targets)
    case 'instance':
      return named(known.instances)
    case 'stream':
      return named(known.streams)
    case 'tags':
      return [...named(known.tags), ...named(tagNames(known.tags), 'any value').map(openEnded)]
    case 'importance':
      return [
        ...LEVELS.map((level, index) => ({ label: level, insert: level, detail: `importance ${index + 1}` })),
        ...(hasSign ? [] : signs('number')),
      ]
    default:
      if (name === 'after' || name === 'before') return AGES
      return hasSign ? [] : [...(VALUES_BY_KIND[field.kind] ?? []), ...signs(field.kind)]
  }
}

function tagNames(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.filter((tag) => tag.includes(':')).map((tag) => tag.slice(0, tag.indexOf(':'))))]
}

function openEnded({ label, detail }: Suggestion): Suggestion {
  return { label: `${label}:*`, insert: `${label}:*`, detail }
}

const AGES: readonly Suggestion[] = [
  { label: '10m', insert: '10m', detail: '10 minutes ago' },
  { label: '1h', insert: '1h', detail: 'an hour ago' },
  { label: '1d', insert: '1d', detail: 'a day ago' },
]

const VALUES_BY_KIND: Partial<Record<FieldKind, readonly Suggestion[]>> = {
  boolean: [
    { label: 'true', insert: 'true', detail: '' },
    { label: 'false', insert: 'false', detail: '' },
  ],
  time: AGES,
}

/** The signs that make sense for a kind of field. */
function signs(kind: FieldKind): readonly Suggestion[] {
  const any = { label: '*', insert: '*', detail: 'has any value' }
  if (kind === 'boolean' || kind === 'text' || kind === 'location') return [any]
  if (kind === 'tags' || kind === 'words') return []
  return [
    { label: '>', insert: '>', detail: 'greater than' },
    { label: '>=', insert: '>=', detail: 'at least' },
    { label: '<', insert: '<', detail: 'less than' },
    { label: '<=', insert: '<=', detail: 'at most' },
    any,
  ]
}

/** What has `written` in it in any case: those that begin with it first. `value` looks behind the colon. */
function matching(
  items: readonly Suggestion[],
  written: string,
  where: 'start' | 'value' | 'any',
): readonly Suggestion[] {
  const wanted = written.toLowerCase()
  const textOf = ({ label }: Suggestion) =>
    (where === 'value' ? label.slice(label.indexOf(':') + 1) : label).toLowerCase()
  const first = items.filter((item) => textOf(item).startsWith(wanted))
  const others = where === 'start' ? [] : items.filter((item) => textOf(item).indexOf(wanted) > 0)
  return [...first, ...others]
}

function wordEnd(text: string, caret: number): number {
  const rest = /^[^\s,]*/.exec(text.slice(caret))
  return caret + (rest?.[0].length ?? 0)
}

function docOf(name: (typeof FIELDS)[number]['name']): string {
  return FIELDS.find((field) => field.name === name)?.doc ?? ''
}
