import type { Extension } from '@codemirror/state'
import { Decoration, type DecorationSet, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { EnvironmentVariable } from '../../shared/composer.ts'
import { findJsonError } from '../../shared/json-position.ts'
import { findPlaceholders, maskPlaceholders } from '../../shared/variables.ts'
import { markText, type TextMark } from '../code/text-mark.ts'

const known = Decoration.mark({ class: 'variable' })
const unknown = Decoration.mark({
  class: 'variable variable-unknown',
  attributes: { title: 'No value in this environment' },
})

/** Marks the places of variables, and that of an error. */
export function markBody(variables: readonly EnvironmentVariable[], error: TextMark | null): Extension {
  const names = new Set(variables.map(({ name }) => name))
  const matcher = new MatchDecorator({
    regexp: /\{\{\s*[\w.-]{1,100}\s*\}\}/g,
    decoration: ([text]) => (names.has(findPlaceholders(text)[0]?.name ?? '') ? known : unknown),
  })
  const marks = ViewPlugin.define(
    (view) => ({
      marks: matcher.createDeco(view),
      update(update: ViewUpdate) {
        this.marks = matcher.updateDeco(update, this.marks)
      },
    }),
    { decorations: (plugin: { marks: DecorationSet }) => plugin.marks },
  )
  return [marks, error ? markText(error) : []]
}

/** What keeps a text from being JSON, once variables have their values. */
export interface JsonProblem {
  readonly mark: TextMark
  readonly message: string
}

export function findJsonProblem(text: string): JsonProblem | null {
  const masked = maskPlaceholders(text)
  try {
    JSON.parse(masked)
    return null
  } catch {
    const index = findJsonError(masked)
    const before = text.slice(0, index).split('\n')
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
    if (index >= text.length) {
      return {
        mark: { from: text.length, to: text.length },
        message: 'The JSON is not complete: something is not closed.',
      }
    }
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0)
    const to = index + (/\s/.test(character) ? 0 : character.length)
    return {
      mark: { from: index, to },
      message: `No JSON from ${place} on: ${JSON.stringify(character)} cannot stand here.`,
    }
  }
}
