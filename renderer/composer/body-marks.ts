import type { Extension } from '@codemirror/state'
import { Decoration, type DecorationSet, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { EnvironmentVariable } from '../../shared/composer.ts'
import { findPlaceholders, maskPlaceholders } from '../../shared/variables.ts'
import { markText, type TextMark } from '../code/text-mark.ts'
import { findJsonProblem, type JsonProblem } from '../ui/json-problem.ts'

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

/** What keeps a body from being JSON, once variables have their values. */
export function findBodyProblem(text: string): JsonProblem | null {
  return findJsonProblem(maskPlaceholders(text), text)
}
