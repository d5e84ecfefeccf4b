import type { StackFrame } from './stack.ts'

/** Reads the parts of a line, or null for a line of another kind. */
type FrameReader = (line: string) => StackFrame | null

/** One line of a stack in any notation whose frames are one line each; null for a line that is no frame. */
export function readFrame(line: string): StackFrame | null {
  // No notation has frames so long, and expressions may take their time on them.
  if (line.length > 2000) return null
  for (const read of READERS) {
    const frame = read(line)
    if (frame) return frame
  }
  return null
}

export function makeFrame(parts: Partial<StackFrame>): StackFrame {
  const { function: name = null, file = null, line = null, column = null, code = null } = parts
  return { function: name, file: file === null ? null : cleanFile(file), line, column, code }
}

/** Without the scheme of files and bundlers, so that what is left is a path. */
function cleanFile(file: string): string {
  return file.replace(/^file:\/\/(?=\/)/, '').replace(/^webpack(?:-internal)?:\/\/\/(?:\.\/)?/, '')
}

/** `at Object.<anonymous> (/app/index.js:3:9)`, `at async load (file:///app/a.mjs:3:9) {`, `at /app/index.js:3:9`. */
const readV8: FrameReader = (line) => {
  const match = /^\s*at (?:async )?(?:(.+?) \()?(?:eval at .+\), )?(\S.*?):(\d+):(\d+)\)?(?: \{)?$/.exec(line)
  if (!match) return readV8Native(line)
  const [, name, file = '', row, column] = match
  return makeFrame({ ...functionOf(name), file, line: Number(row), column: Number(column) })
}

/** `at Array.map (<anonymous>)`, `at new Promise (native)`. */
const readV8Native: FrameReader = (line) => {
  const match = /^\s*at (?:async )?(.+?) \((?:<anonymous>|native|index \d+)\)$/.exec(line)
  return match ? makeFrame(functionOf(match[1])) : null
}

/** `load@https://shop.test/app.js:12:34`: Firefox and Safari. */
const readMozilla: FrameReader = (line) => {
  const match = /^([^@\s(]*(?:\/<)*)@(\S+?):(\d+)(?::(\d+))?$/.exec(line.trim())
  if (!match?.[2] || !/[/\\:]/.test(match[2])) return null
  const [, name, file, row, column] = match
  return makeFrame({ ...functionOf(name), file, line: Number(row), ...(column && { column: Number(column) }) })
}

/** `at com.shop.Cart.add(Cart.java:12)`, `at java.base/java.lang.Thread.run(Thread.java:840) ~[app.jar:1.0]`. */
const readJava: FrameReader = (line) => {
  const match = /^\s*at ([\w.$<>/@+-]+)\(([^()]*)\)(?: ~?\[.*\])?$/.exec(line)
  if (!match?.[1]) return null
  const [, name, place = ''] = match
  const [, file, row] = /^([^:]+\.\w+)(?::(\d+))?$/.exec(place) ?? []
  const isPlace = file !== undefined || place === 'Native Method' || place === 'Unknown Source' || place === ''
  if (!isPlace) return null
  return makeFrame({ function: name.replace(/^.*\//, ''), ...(file && { file }), ...(row && { line: Number(row) }) })
}

/** `at Shop.Cart.Add(String id) in C:\src\Cart.cs:line 12`. */
const readDotNet: FrameReader = (line) => {
  const match = /^\s*at ([^\s(][^(]*)\([^)]*\)(?: in (.+):line (\d+))?\s*$/.exec(line)
  if (!match?.[1]) return null
  const [, name, file, row] = match
  return makeFrame({ function: name, ...(file && { file }), ...(row && { line: Number(row) }) })
}

/** `#0 /app/src/Cart.php(12): Shop\Cart->add('x')`, `#1 [internal function]: {closure}()`, `#2 {main}`. */
const readPhp: FrameReader = (line) => {
  const match = /^\s*#\d+ (?:(.+?)\((\d+)\): |\[internal function\]: )?(.*)$/.exec(line)
  if (!match) return null
  const [, file, row, call = ''] = match
  if (file === undefined && !/^\{main\}|\(/.test(call)) return null
  const name = call.replace(/\(.*$/s, '')
  return makeFrame({ ...functionOf(name), ...(file && { file }), ...(row && { line: Number(row) }) })
}

/** `from /app/cart.rb:12:in 'Cart#add'`. */
const readRuby: FrameReader = (line) => {
  const match = /^\s*(?:from )?(\S.*?):(\d+):in [`'](.+?)'/.exec(line)
  if (!match) return null
  const [, file = '', row, name = ''] = match
  return makeFrame({ function: name, file, line: Number(row) })
}

const READERS: readonly FrameReader[] = [readV8, readJava, readDotNet, readPhp, readRuby, readMozilla]

/** Names that say only that there is none are left out. */
function functionOf(name: string | undefined): { readonly function?: string } {
  return name === undefined || name === '' || name === '<anonymous>' ? {} : { function: name }
}
