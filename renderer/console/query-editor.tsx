import { autocompletion, type CompletionContext, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { searchKeymap } from '@codemirror/search'
import { EditorState, Prec } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { codeTheme } from '../code/code-theme.ts'
import { completeQuery, type Known } from './complete.ts'
import { editorTheme } from './editor-theme.ts'
import type { QueryProblem } from './query-text.ts'

interface QueryEditorProps {
  readonly text: string
  readonly problem: QueryProblem | null
  readonly known: Known
  onChange(text: string): void
  onRun(): void
}

/** The query as text: JSON with completion, and what is wrong with it marked where it stands. Tab leaves it. */
export function QueryEditor(props: QueryEditorProps) {
  const { text, problem } = props
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)
  /** What the editor asks for later than it was made. */
  const latest = useRef(props)

  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    if (!host.current) return
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: latest.current.text, extensions: makeExtensions(() => latest.current) }),
    })
    editor.current = view
    view.focus()
    return () => view.destroy()
  }, [])

  useEffect(() => {
    const view = editor.current
    if (!view || view.state.doc.toString() === text) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } })
  }, [text])

  useEffect(() => {
    const view = editor.current
    if (view) view.dispatch(setDiagnostics(view.state, problem ? [toDiagnostic(problem, view.state.doc.length)] : []))
  }, [problem])

  return <div ref={host} className="query-editor" />
}

function makeExtensions(read: () => QueryEditorProps) {
  const run = () => {
    read().onRun()
    return true
  }
  return [
    EditorView.contentAttributes.of({ 'aria-label': 'Query as JSON', 'aria-multiline': 'true' }),
    EditorView.lineWrapping,
    lineNumbers(),
    highlightSpecialChars(),
    history(),
    json(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    autocompletion({ override: [(context) => complete(context, read().known)], icons: false }),
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) read().onChange(update.state.doc.toString())
    }),
    codeTheme,
    editorTheme,
  ]
}

function complete({ state, pos, explicit }: CompletionContext, known: Known) {
  const found = completeQuery(state.doc.toString(), pos, known)
  // Unasked, only for who writes a word: a list that opens with each new line is in the way.
  if (!found || (!explicit && found.from === pos)) return null
  return {
    from: found.from,
    to: found.to,
    options: found.items.map(({ label, insert, detail }) => ({ label, detail, apply: insert })),
    filter: false,
  }
}

function toDiagnostic({ range, message }: QueryProblem, length: number): Diagnostic {
  return { from: Math.min(range.from, length), to: Math.min(range.to, length), severity: 'error', message }
}
