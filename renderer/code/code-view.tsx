import { defaultKeymap } from '@codemirror/commands'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { codeTheme } from './code-theme.ts'
import { type Language, loadLanguage } from './languages.ts'
import { markText, type TextMark } from './text-mark.ts'

export interface CodeViewProps {
  readonly text: string
  /** Null for no highlighting. */
  readonly language: Language | null
  /** Accessible name. */
  readonly label: string
  readonly hasLineNumbers?: boolean
  /** A line, from 1, to scroll to and select, once for each object given. */
  readonly reveal?: { readonly line: number } | null
  /** A part to point out and to scroll to. */
  readonly mark?: TextMark | null
}

/** Read-only code with highlighting, selection and search (Ctrl+F inside). */
export function CodeView({ text, language, label, hasLineNumbers = false, reveal = null, mark = null }: CodeViewProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)

  useEffect(() => {
    if (!host.current) return
    const highlighting = new Compartment()
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'aria-readonly': 'true' }),
          EditorView.lineWrapping,
          highlightSpecialChars(),
          highlightSelectionMatches(),
          search({ top: true }),
          keymap.of([...searchKeymap, ...defaultKeymap]),
          hasLineNumbers ? lineNumbers() : [],
          codeTheme,
          highlighting.of([]),
          mark ? markText(mark) : [],
        ],
      }),
      ...(mark && { scrollTo: EditorView.scrollIntoView(mark.from, { y: 'center', yMargin: 40 }) }),
    })
    editor.current = view
    let isCurrent = true
    if (language) {
      loadLanguage(language).then((support) => {
        if (isCurrent) view.dispatch({ effects: highlighting.reconfigure(support) })
      })
    }
    return () => {
      isCurrent = false
      view.destroy()
    }
  }, [text, language, label, hasLineNumbers, mark])

  // After the editor is made: it may be made for this very line.
  useEffect(() => {
    const view = editor.current
    if (!view || !reveal) return
    const { from, to } = view.state.doc.line(Math.min(Math.max(1, reveal.line), view.state.doc.lines))
    view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
    view.focus()
  }, [reveal])

  return <div ref={host} className="code-view" />
}
