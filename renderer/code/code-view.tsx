import { defaultKeymap } from '@codemirror/commands'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { codeTheme } from './code-theme.ts'
import { type Language, loadLanguage } from './languages.ts'

export interface CodeViewProps {
  readonly text: string
  /** Null for no highlighting. */
  readonly language: Language | null
  /** Accessible name. */
  readonly label: string
  readonly hasLineNumbers?: boolean
}

/** Read-only code with highlighting, selection and search (Ctrl+F inside). */
export function CodeView({ text, language, label, hasLineNumbers = false }: CodeViewProps) {
  const host = useRef<HTMLDivElement>(null)

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
        ],
      }),
    })
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
  }, [text, language, label, hasLineNumbers])

  return <div ref={host} className="code-view" />
}
