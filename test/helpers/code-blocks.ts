import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../main/prepare.mjs'

/** A fenced block of code in a document. */
export interface CodeBlock {
  /** From the project's root, and the line at which its code begins, like `README.md:34`. */
  readonly place: string
  /** What stands behind the fence; empty for none. */
  readonly language: string
  readonly code: string
}

/** The blocks of a Markdown file, in order. */
export function readCodeBlocks(file: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: { language: string; line: number; code: string[] } | null = null
  for (const [index, text] of readFileSync(join(ROOT, file), 'utf8').split('\n').entries()) {
    const fence = /^```(\w*)\s*$/.exec(text)
    if (!fence) open?.code.push(text)
    else if (!open) open = { language: fence[1] ?? '', line: index + 2, code: [] }
    else {
      blocks.push({ place: `${file}:${open.line}`, language: open.language, code: open.code.join('\n') })
      open = null
    }
  }
  return blocks
}
