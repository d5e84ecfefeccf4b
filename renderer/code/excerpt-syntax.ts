import { LanguageDescription, type LanguageSupport } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet } from '@codemirror/view'
import { highlightTree } from '@lezer/highlight'
import type { Excerpt } from '../../shared/code.ts'
import { highlighting } from './code-theme.ts'

/** The language of a file by its name; null for none. Its parser is loaded when first needed. */
export function findLanguage(file: string): LanguageDescription | null {
  const name = file.replaceAll('\\', '/').split('/').at(-1) ?? ''
  return LanguageDescription.matchFilename(languages, name)
}

/**
 * Colours of an excerpt. What stands above it is parsed, too: lines out of the middle of a file mean nothing by themselves,
 * in a comment or behind PHP's opening tag.
 */
export function colourExcerpt({ lead, lines }: Excerpt, { language }: LanguageSupport): DecorationSet {
  const text = lines.join('\n')
  const tree = language.parser.parse(lead + text)
  const marks = new RangeSetBuilder<Decoration>()
  const start = lead.length
  highlightTree(
    tree,
    highlighting,
    (from, to, style) => {
      const first = Math.max(from, start) - start
      const last = Math.min(to - start, text.length)
      if (first < last) marks.add(first, last, Decoration.mark({ class: style }))
    },
    start,
    start + text.length,
  )
  return marks.finish()
}
