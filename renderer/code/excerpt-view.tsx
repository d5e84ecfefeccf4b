import { defaultKeymap } from '@codemirror/commands'
import { Compartment, countColumn, EditorState, type Extension, RangeSet } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutterLineClass,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  WidgetType,
} from '@codemirror/view'
import { use, useLayoutEffect, useRef } from 'react'
import type { Excerpt } from '../../shared/code.ts'
import type { CodeLocation } from '../../shared/event.ts'
import { Scroller } from '../ui/scroller.ts'
import { type CodeMark, markLine } from './code-mark.ts'
import { codeTheme } from './code-theme.ts'
import { colourExcerpt, findLanguage } from './excerpt-syntax.ts'

const TAB_SIZE = 4
/** Until a line stands where it should; two or three are enough. */
const MOST_ROUNDS = 8

export interface ExcerptViewProps {
  readonly excerpt: Excerpt
  /** Its line is marked, or the range in it. */
  readonly location: CodeLocation & { readonly line: number }
  /** Path that is shown, for the accessible name. */
  readonly path: string
  /** Where the marked line stood in the window before there were more lines, px; it is brought back there. */
  readonly markTop: number | null
}

/** Lines of a file, read-only, with the numbers they have in it and the mark of a location. */
export function ExcerptView({ excerpt, location, path, markTop }: ExcerptViewProps) {
  const host = useRef<HTMLDivElement>(null)
  const scroller = use(Scroller)

  // Before it is painted, as lines that come above would push the mark out of sight.
  useLayoutEffect(() => {
    if (!host.current) return
    const colours = new Compartment()
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: excerpt.lines.join('\n'),
        extensions: [
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({
            tabindex: '0',
            'aria-label': nameOf(excerpt, location.line, path),
            'aria-readonly': 'true',
          }),
          EditorView.lineWrapping,
          highlightSpecialChars(),
          lineNumbers({ formatNumber: (line) => String(line + excerpt.first - 1) }),
          keymap.of(defaultKeymap),
          codeTheme,
          colours.of([]),
          EditorState.tabSize.of(TAB_SIZE),
          EditorView.decorations.of(indentLines(excerpt)),
          showMark(excerpt, location),
        ],
      }),
    })
    let isCurrent = true
    const language = findLanguage(location.file)
    const colour = (support: Parameters<typeof colourExcerpt>[1]) => {
      if (!isCurrent) return
      view.dispatch({ effects: colours.reconfigure(EditorView.decorations.of(colourExcerpt(excerpt, support))) })
    }
    if (language?.support) colour(language.support)
    // Without its parser code is as readable as plain text.
    else language?.load().then(colour, () => {})
    if (scroller && markTop !== null) {
      const index = location.line - excerpt.first
      holdInPlace(view, findLineStart(excerpt.lines, index), markTop, scroller)
    }
    return () => {
      isCurrent = false
      view.destroy()
    }
  }, [excerpt, location, path, markTop, scroller])

  return <div ref={host} className="code-view excerpt-view" />
}

function nameOf({ first, lines }: Excerpt, line: number, path: string): string {
  return `${path}, lines ${first} to ${first + lines.length - 1}, line ${line} marked`
}

/** Tells the style sheet how far each line is indented, in characters. */
function indentLines({ lines }: Excerpt): DecorationSet {
  let start = 0
  const indents = lines.map((line) => {
    const indent = countColumn(line, TAB_SIZE, line.length - line.trimStart().length)
    const range = Decoration.line({ attributes: { style: `--indent: ${indent}ch` } }).range(start)
    start += line.length + 1
    return range
  })
  return Decoration.set(indents)
}

class CodeCursor extends WidgetType {
  toDOM(): HTMLElement {
    const cursor = document.createElement('span')
    cursor.className = 'cm-code-cursor'
    return cursor
  }
}

class MarkedNumber extends GutterMarker {
  override elementClass = 'cm-marked-number'
}

const markedLine = Decoration.line({ class: 'cm-marked-line' })
const markedRange = Decoration.mark({ class: 'cm-marked-range' })
const cursor = Decoration.widget({ widget: new CodeCursor(), side: -1 })
const markedNumber = new MarkedNumber()

function showMark({ first, lines }: Excerpt, location: CodeLocation & { readonly line: number }): Extension {
  const index = location.line - first
  const start = findLineStart(lines, index)
  const mark = markLine(location, lines[index] ?? '')
  return [
    EditorView.decorations.of(Decoration.set(decorate(mark, start))),
    gutterLineClass.of(RangeSet.of([markedNumber.range(start)])),
  ]
}

function findLineStart(lines: readonly string[], index: number): number {
  return lines.slice(0, index).reduce((length, line) => length + line.length + 1, 0)
}

/**
 * Scrolls so that the line at `position` stands at `top` in the window, px. Heights are guesses for what was not drawn
 * yet, and only what is in sight is drawn: each round comes closer.
 */
function holdInPlace(view: EditorView, position: number, top: number, scroller: HTMLElement): void {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    view.requestMeasure()
    // Asking for a place on the screen has it measured now.
    view.coordsAtPos(position)
    const moved = view.documentTop + view.lineBlockAt(position).top - top
    if (Math.abs(moved) < 1) return
    // The screen has other px than the page where that is zoomed.
    scroller.scrollTop += moved / scroller.currentCSSZoom
  }
}

function decorate(mark: CodeMark, start: number) {
  switch (mark.kind) {
    case 'line':
      return [markedLine.range(start)]
    case 'cursor':
      return [markedLine.range(start), cursor.range(start + mark.from)]
    case 'range':
      return [markedRange.range(start + mark.from, start + mark.to)]
  }
}
