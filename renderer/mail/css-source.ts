import type { SourceTag } from './html-source.ts'

/** CSS inside a mail: of a `style` element or attribute. */
export interface CssSource {
  readonly css: string
  /** Offset of the tag it belongs to, in the HTML. */
  readonly start: number
  /** Offset of its text where that stands as it is; null for an attribute, whose text may be encoded. */
  readonly textStart: number | null
  readonly isInline: boolean
}

export interface Declaration {
  readonly property: string
  readonly value: string
  /** Offset in the CSS. */
  readonly start: number
}

export function cssOf(tags: readonly SourceTag[]): CssSource[] {
  const found: CssSource[] = []
  for (const { name, isEnd, attributes, start, end, text } of tags) {
    const inline = attributes.get('style')
    if (inline) found.push({ css: inline, start, textStart: null, isInline: true })
    if (name === 'style' && !isEnd) found.push({ css: text, start, textStart: end, isInline: false })
  }
  return found
}

/** Blanks out comments and strings' insides that could look like CSS, and keeps every offset. */
export function withoutComments(css: string): string {
  return css.replace(/\/\*[\s\S]*?(?:\*\/|$)|<!--|-->/g, (comment) => ' '.repeat(comment.length))
}

/** `property: value` pairs at any depth, of a style sheet or of a `style` attribute. Properties are in lower case. */
export function readDeclarations(css: string, isInline: boolean): Declaration[] {
  const declarations: Declaration[] = []
  let start = 0
  let isBlock = isInline
  const add = (end: number) => {
    const part = css.slice(start, end)
    const colon = part.indexOf(':')
    if (!isBlock || colon <= 0) return
    const property = part.slice(0, colon).trim().toLowerCase()
    if (!/^-{0,2}[a-z][\w-]*$/.test(property)) return
    declarations.push({ property, value: part.slice(colon + 1).trim(), start: start + part.search(/\S/) })
  }
  // Strings and addresses are skipped as a whole: they may hold what would end a declaration.
  const marks = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\([^()]*\)|[{};]/g
  for (let mark = marks.exec(css); mark; mark = marks.exec(css)) {
    const [text] = mark
    if (text.length > 1) continue
    if (text !== '{') add(mark.index)
    // Inside an at-rule's braces stand rules, which have braces of their own.
    isBlock = isInline || text === '{' || (text === ';' && isBlock)
    start = marks.lastIndex
  }
  add(css.length)
  return declarations
}

/** The texts before `{`: selectors and at-rules, with their offsets. */
export function readPreludes(css: string): { readonly text: string; readonly start: number }[] {
  const preludes: { text: string; start: number }[] = []
  for (const match of css.matchAll(/(?<![^{};])[^{};]+(?=\{)|@(?:import|charset|namespace)\b[^;{]*/gi)) {
    const [text] = match
    preludes.push({ text: text.trim(), start: match.index + text.search(/\S/) })
  }
  return preludes
}
