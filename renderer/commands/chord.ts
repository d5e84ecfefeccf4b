/**
 * A chord is a key with its modifiers as text: `g`, `G`, `?`, `Shift+F8`, `Mod+k`, `Mod+Shift+Backspace`. `Mod` is Cmd on
 * a Mac and Ctrl elsewhere. A printable key is the character it types, so Shift is named only beside letters with another
 * modifier and beside keys that type nothing.
 */
export type Chord = string

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

export const IS_MAC = typeof navigator !== 'undefined' && navigator.userAgent.includes('Macintosh')

const MODIFIER_KEYS = new Set(['Control', 'Meta', 'Alt', 'AltGraph', 'Shift', 'CapsLock', 'Dead', 'Unidentified'])

/** The chord of a key press; null while only modifiers are down. */
export function toChord(press: KeyPress, isMac = IS_MAC): Chord | null {
  if (MODIFIER_KEYS.has(press.key)) return null
  const key = findLatinKey(press)
  const isMod = isMac ? press.metaKey : press.ctrlKey
  const isOtherMod = isMac ? press.ctrlKey : press.metaKey
  const hasModifier = isMod || isOtherMod || press.altKey
  const isLetter = /^[a-z]$/i.test(key)
  const parts: string[] = []
  if (isMod) parts.push('Mod')
  if (isOtherMod) parts.push(isMac ? 'Ctrl' : 'Meta')
  if (press.altKey) parts.push('Alt')
  if (press.shiftKey && (key.length > 1 || (isLetter && hasModifier))) parts.push('Shift')
  parts.push(isLetter && hasModifier ? key.toLowerCase() : key === ' ' ? 'Space' : key)
  return parts.join('+')
}

/** The Latin letter on the same key, where the user types in another script. */
function findLatinKey({ key, code, shiftKey }: KeyPress): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter === undefined || key.length > 1 || /^[ -~]$/.test(key)) return key
  return shiftKey ? letter : letter.toLowerCase()
}

/** Whether a chord types text, or moves and edits it: then it must be left to a field that has the focus. */
export function isTypingChord(chord: Chord): boolean {
  return !/^(Mod|Ctrl|Meta|Alt)\+/.test(chord) && !/^(Shift\+)?F\d+$/.test(chord) && chord !== 'Escape'
}

/** Why the user cannot give this chord to a command, or null. */
export function refuseChord(chord: Chord): string | null {
  if (/^(Shift\+)?(Tab|Enter|Escape|Space)$/.test(chord)) return `${nameChord(chord)} works the controls`
  if (/^Mod\+[acvxz]$/.test(chord)) return `${nameChord(chord)} is for editing text`
  return null
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'Page ↑',
  PageDown: 'Page ↓',
}

/** A chord as keycaps say it: `Ctrl+K`, `⌘K` on a Mac. */
export function nameChord(chord: Chord, isMac = IS_MAC): string {
  const { modifiers, key } = splitChord(chord)
  const names = isMac ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃' } : { Mod: 'Ctrl' }
  const named = modifiers.map((name) => new Map(Object.entries(names)).get(name) ?? name)
  const shown = KEY_NAMES[key] ?? (modifiers.length > 0 && key.length === 1 ? key.toUpperCase() : key)
  return [...named, shown].join(isMac && modifiers.length > 0 ? '' : '+')
}

function splitChord(chord: Chord): { readonly modifiers: readonly string[]; readonly key: string } {
  // The last character belongs to the key, which may be a plus sign itself.
  const modifiers = chord.slice(0, -1).split('+').slice(0, -1)
  return { modifiers, key: chord.slice(modifiers.reduce((length, name) => length + name.length + 1, 0)) }
}
