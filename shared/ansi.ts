const ESC = '\u001b'
const BEL = '\u0007'

/**
 * The escape sequences of terminals (ECMA-48). The groups hold the parameters and the final letter of a control sequence:
 * `31` and `m` for red. All other kinds, like titles and links, leave both empty.
 */
export const ESCAPE_SEQUENCES = new RegExp(
  [
    `${ESC}\\[([0-?]*)[ -/]*([@-~])`,
    `${ESC}[\\]PX^_][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?`,
    `${ESC}[ -/]*[0-~]`,
    ESC,
  ].join('|'),
  'g',
)

/** Whether a text is written for a terminal. */
export function hasEscapes(text: string): boolean {
  return text.includes(ESC)
}

/** A text without the escape sequences of terminals. */
export function stripEscapes(text: string): string {
  return hasEscapes(text) ? text.replace(ESCAPE_SEQUENCES, '') : text
}
