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

export function markText({ from, to }: TextMark): Extension {
  return EditorView.decorations.of(Decoration.set(to > from ? part.range(from, to) : caret.range(from)))
}
