import type { Extension } from '@codemirror/state'
import { Decoration, EditorView, WidgetType } from '@codemirror/view'

/** A part of a text that is pointed out; `to` is exclusive, and equal to `from` for a place between characters. */
export interface TextMark {
  readonly from: number
  readonly to: number
}

class Caret extends WidgetType {
  toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = 'cm-text-caret'
    return caret
  }
}

const part = Decoration.mark({ class: 'cm-text-mark' })
const caret = Decoration.widget({ widget: new Caret(), side: -1 })

/** Marks a part of the text and points at its beginning. */
export function markText({ from, to }: TextMark): Extension {
  const pointer = caret.range(from)
  return EditorView.decorations.of(Decoration.set(to > from ? [pointer, part.range(from, to)] : [pointer]))
}
