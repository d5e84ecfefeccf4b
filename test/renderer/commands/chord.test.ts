import { expect, test } from 'vitest'
import { isTypingChord, type KeyPress, nameChord, refuseChord, toChord } from '../../../renderer/commands/chord.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

test.each([
  [press('g'), 'g'],
  [press('G', { shiftKey: true }), 'G'],
  [press('?', { shiftKey: true }), '?'],
  [press('F8', { shiftKey: true }), 'Shift+F8'],
  [press('k', { ctrlKey: true }), 'Mod+k'],
  [press('K', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+k'],
  [press('+', { ctrlKey: true, shiftKey: true }), 'Mod++'],
  [press('Backspace', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Backspace'],
  [press(' '), 'Space'],
  [press('л', { code: 'KeyK' }), 'k'],
  [press('Л', { code: 'KeyK', ctrlKey: true, shiftKey: true }), 'Mod+Shift+k'],
  [press('Shift', { shiftKey: true }), null],
])('%o is the chord %s', (pressed, chord) => {
  expect(toChord(pressed, false)).toBe(chord)
})

test('on a Mac, Cmd is the modifier that Ctrl is elsewhere', () => {
  expect(toChord(press('k', { metaKey: true }), true)).toBe('Mod+k')
  expect(toChord(press('k', { ctrlKey: true }), true)).toBe('Ctrl+k')
})

test.each([
  ['Mod+k', 'Ctrl+K', '⌘K'],
  ['Mod++', 'Ctrl++', '⌘+'],
  ['Mod+Shift+k', 'Ctrl+Shift+K', '⌘⇧K'],
  ['ArrowDown', '↓', '↓'],
  ['G', 'G', 'G'],
])('%s is shown as keycaps show it', (chord, elsewhere, mac) => {
  expect(nameChord(chord, false)).toBe(elsewhere)
  expect(nameChord(chord, true)).toBe(mac)
})

test('a field keeps the keys that type, and no others', () => {
  expect(['g', '?', 'ArrowLeft', 'Home', 'Space', 'Shift+Home'].filter((chord) => !isTypingChord(chord))).toEqual([])
  expect(['Mod+k', 'F8', 'Shift+F8', 'Escape', 'Alt+x'].filter(isTypingChord)).toEqual([])
})

test('keys that dialogs and fields live by cannot be given away', () => {
  expect(
    ['Tab', 'Enter', 'Escape', 'Space', 'Shift+Tab', 'Mod+c', 'Mod+v'].filter((chord) => refuseChord(chord) === null),
  ).toEqual([])
  expect(['x', 'Mod+j', 'F2'].filter((chord) => refuseChord(chord) !== null)).toEqual([])
})
