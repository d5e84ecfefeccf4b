import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** Colours are the app's CSS variables, so that a change of theme needs nothing from the editor. */
export const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--t-request)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], color: 'var(--t-template)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--t-email)' },
  { tag: [tags.propertyName, tags.attributeName], color: 'var(--t-query)' },
  { tag: [tags.tagName, tags.typeName, tags.standard(tags.name)], color: 'var(--t-middleware)' },
  { tag: [tags.comment, tags.meta, tags.documentMeta, tags.processingInstruction], color: 'var(--ink-3)' },
  { tag: [tags.punctuation, tags.operator, tags.angleBracket], color: 'var(--ink-2)' },
])

const chrome = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent', fontSize: 'var(--text-code)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6' },
  '.cm-content': { padding: 'var(--space-2) 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 var(--space-3)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-3)', border: '0' },
  '.cm-content ::selection': { backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-soft)', outline: '1px solid var(--warn)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--warn) 40%, transparent)' },
  '.cm-panels': { backgroundColor: 'var(--surface-2)', color: 'var(--ink-2)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': {
    padding: 'var(--space-1) var(--space-6) var(--space-1) var(--space-2)',
    fontFamily: 'var(--font-ui)',
  },
  '.cm-panel.cm-search label': { fontSize: 'var(--text-xs)' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink-2)', fontSize: 'var(--text-lg)', right: 'var(--space-2)' },
  '.cm-textfield': {
    backgroundColor: 'var(--surface-1)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-sm)',
    fontSize: 'var(--text-sm)',
  },
  '.cm-textfield:focus': { outline: '2px solid var(--accent)', outlineOffset: '-1px' },
  '.cm-button': {
    backgroundColor: 'var(--surface-1)',
    backgroundImage: 'none',
    color: 'var(--ink-2)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-sm)',
    fontSize: 'var(--text-xs)',
  },
})

export const codeTheme = [chrome, syntaxHighlighting(highlighting)]
