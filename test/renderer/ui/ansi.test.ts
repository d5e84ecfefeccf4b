import { describe, expect, it } from 'vitest'
import { type AnsiStyle, PLAIN, readAnsi } from '../../../renderer/ui/ansi.ts'
import { stripEscapes } from '../../../shared/ansi.ts'
import { log } from '../../../shared/events/log.ts'

const ESC = '\u001b'

/** The text as pieces, each with what it has beyond a plain look. */
function pieces(text: string) {
  return readAnsi(text).map((span) => {
    const extra = Object.entries(span.style).filter(([key, value]) => value !== PLAIN[key as keyof AnsiStyle])
    return [span.text, Object.fromEntries(extra)]
  })
}

describe('readAnsi', () => {
  it.each<[string, string, Partial<AnsiStyle>]>([
    ['one of the 8 colours', '31', { color: 1 }],
    ['a bright colour', '94', { color: 12 }],
    ['a background', '41', { background: 1 }],
    ['a bright background', '103', { background: 11 }],
    ['a colour of the palette', '38;5;208', { color: 'rgb(255 135 0)' }],
    ['a named colour of the palette', '38;5;9', { color: 9 }],
    ['a grey of the palette', '48;5;232', { background: 'rgb(8 8 8)' }],
    ['a true colour', '38;2;255;135;0', { color: 'rgb(255 135 0)' }],
    ['a true colour with colons', '38:2::255:135:0', { color: 'rgb(255 135 0)' }],
    ['a true colour with colons and no colour space', '38:2:255:135:0', { color: 'rgb(255 135 0)' }],
    ['a palette colour with colons', '38:5:208', { color: 'rgb(255 135 0)' }],
    ['a colour out of range', '38;2;300;0;0', { color: 'rgb(255 0 0)' }],
    [
      'several at once',
      '1;3;4;9;31;42',
      { isBold: true, isItalic: true, isUnderlined: true, isStruck: true, color: 1, background: 2 },
    ],
    ['a curly underline', '4:3', { isUnderlined: true }],
    ['what follows a colour of many parts', '38;5;208;1', { color: 'rgb(255 135 0)', isBold: true }],
    ['an inverse', '7', { isInverse: true }],
  ])('reads %s', (_, parameters, style) => {
    expect(pieces(`${ESC}[${parameters}mx`)).toEqual([['x', style]])
  })

  it('goes back to plain, as a whole or in part', () => {
    expect(pieces(`${ESC}[1;31ma${ESC}[22mb${ESC}[39mc${ESC}[4md${ESC}[me`)).toEqual([
      ['a', { isBold: true, color: 1 }],
      ['b', { color: 1 }],
      ['c', {}],
      ['d', { isUnderlined: true }],
      ['e', {}],
    ])
  })

  it('keeps the text between, line breaks and tags included', () => {
    expect(pieces(`a <b>\n${ESC}[32m</b> & ok`)).toEqual([
      ['a <b>\n', {}],
      ['</b> & ok', { color: 2 }],
    ])
  })
})

describe('stripEscapes', () => {
  it.each([
    ['colours', `${ESC}[1;31mfailed${ESC}[0m`, 'failed'],
    ['cursor moves and erasing', `${ESC}[2K${ESC}[1Gready${ESC}[?25h`, 'ready'],
    ['a title', `${ESC}]0;my title\u0007text`, 'text'],
    ['a link', `${ESC}]8;;https://example.com${ESC}\\here${ESC}]8;;${ESC}\\`, 'here'],
    ['a title that never ends', `a${ESC}]0;title`, 'a'],
    ['a character set', `${ESC}(Bplain`, 'plain'],
    ['a lone escape', `a${ESC}`, 'a'],
    ['no sequence at all', '[31m is text', '[31m is text'],
  ])('takes out %s', (_, text, plain) => {
    expect(stripEscapes(text)).toBe(plain)
  })

  it('cleans the summary of a log event', () => {
    expect(log.summarize({ message: `${ESC}[32m✓${ESC}[39m done` })).toBe('✓ done')
  })
})
