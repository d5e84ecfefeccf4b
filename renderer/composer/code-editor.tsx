import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, indentUnit } from '@codemirror/language'
import { search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { EnvironmentVariable } from '../../shared/composer.ts'
import { codeTheme } from '../code/code-theme.ts'
import { type Language, loadLanguage } from '../code/languages.ts'
import type { TextMark } from '../code/text-mark.ts'
import { markBody } from './body-marks.ts'

interface CodeEditorProps {
  readonly text: string
  readonly language: Language | null
  /** Accessible name. */
  readonly label: string
  readonly variables: readonly EnvironmentVariable[]
  /** Where something is wrong. */
  readonly error: TextMark | null
  onText(text: string): void
  /** Mod+Enter. */
  onSubmit(): void
}

/** Code to write, with the places of variables and of an error marked. */
export function CodeEditor({ text, language, label, variables, error, onText, onSubmit }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)
  const parts = useRef({ language: new Compartment(), marks: new Compartment() })
  const handlers = useRef({ onText, onSubmit })
  useEffect(() => {
    handlers.current = { onText, onSubmit }
  })

  useEffect(() => {
    if (!host.current) return
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        extensions: [
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.lineWrapping,
          lineNumbers(),
          history(),
          bracketMatching(),
          indentUnit.of('  '),
          search({ top: true }),
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                handlers.current.onSubmit()
                return true
              },
            },
            ...searchKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          codeTheme,
          parts.current.language.of([]),
          parts.current.marks.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onText(update.state.doc.toString())
          }),
        ],
      }),
    })
    editor.current = view
    return () => view.destroy()
  }, [label])

  useEffect(() => {
    const view = editor.current
    if (!view || view.state.doc.toString() === text) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
  }, [text])

  useEffect(() => {
    let isCurrent = true
    const show = (support: Parameters<Compartment['reconfigure']>[0]) => {
      if (isCurrent) editor.current?.dispatch({ effects: parts.current.language.reconfigure(support) })
    }
    if (language) void loadLanguage(language).then(show)
    else show([])
    return () => {
      isCurrent = false
    }
  }, [language])

  useEffect(() => {
    editor.current?.dispatch({ effects: parts.current.marks.reconfigure(markBody(variables, error)) })
  }, [variables, error])

  return <div ref={host} className="code-view code-editor" />
}
