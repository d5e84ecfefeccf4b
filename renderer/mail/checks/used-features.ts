import { type CssSource, readDeclarations, readPreludes, withoutComments } from '../css-source.ts'
import type { SourceTag } from '../html-source.ts'

/** What a mail is written with: offsets in the HTML of the first uses, by key as in `client-support.json`. */
export type UsedFeatures = ReadonlyMap<string, readonly number[]>

/** Places of one feature beyond these are not told. */
const MOST_PLACES = 20
const TYPED = new Set(['input', 'button'])
/** Rules of Outlook and of old browsers are no features of anybody's. */
const PRIVATE_PROPERTY = /^(?:mso-|-ms-|-moz-|-webkit-)/
const WORDS = ['system-ui', 'ui-serif', 'ui-sans-serif', 'ui-monospace', 'ui-rounded', 'initial']
const SIZE_WORDS = ['fit-content', 'min-content', 'max-content']
const KNOWN_WORDS = new Set([...WORDS, ...SIZE_WORDS])

export function findUsedFeatures(tags: readonly SourceTag[], styles: readonly CssSource[]): UsedFeatures {
  const used = new Map<string, number[]>()
  const add = (key: string, offset: number) => {
    const places = used.get(key)
    if (!places) used.set(key, [offset])
    else if (places.length < MOST_PLACES) places.push(offset)
  }
  for (const tag of tags) if (!tag.isEnd) addTag(tag, add)
  // Mails repeat the same style a thousand times, and only the first places are told.
  const seen = new Map<string, number>()
  for (const source of styles) {
    const times = seen.get(source.css) ?? 0
    seen.set(source.css, times + 1)
    if (times < MOST_PLACES) addStyle(source, add)
  }
  return used
}

type Add = (key: string, offset: number) => void

function addTag({ name, attributes, start }: SourceTag, add: Add): void {
  if (TYPED.has(name)) add(`<${name} type=${attributes.get('type')?.toLowerCase() || 'text'}>`, start)
  else add(`<${name}>`, start)
  for (const attribute of attributes.keys()) {
    add(name === 'html' && attribute.includes('4email') ? `<html ${attribute}>` : `[${attribute}]`, start)
  }
  const target = attributes.get('href')?.trim().toLowerCase() ?? ''
  if (name === 'a' && target.startsWith('mailto:')) add('<a href=mailto:>', start)
  if (name === 'a' && /^#./.test(target)) add('<a href=#>', start)
  if (name === 'meta' && attributes.get('name')?.toLowerCase() === 'color-scheme')
    add('<meta name=color-scheme>', start)
  const image = name === 'img' ? (attributes.get('src') ?? '') : ''
  if (/^\s*data:/i.test(image)) add('image:data', start)
  const ending = /\.([a-z0-9]{2,4})(?:[?#]|$)/i.exec(image.replace(/^\w+:\/\/[^/]*/, ''))?.[1]
  if (ending) add(`image:${ending.toLowerCase()}`, start)
}

function addStyle({ css: source, start, textStart, isInline }: CssSource, add: Add): void {
  const css = withoutComments(source)
  const at = (offset: number) => (textStart === null ? start : textStart + offset)
  for (const { property, value, start: offset } of readDeclarations(css, isInline)) {
    if (PRIVATE_PROPERTY.test(property)) continue
    addDeclaration(property, value.toLowerCase(), (key) => add(key, at(offset)))
  }
  if (isInline) return
  for (const { text, start: offset } of readPreludes(css)) addPrelude(text.toLowerCase(), (key) => add(key, at(offset)))
}

function addDeclaration(property: string, value: string, add: (key: string) => void): void {
  if (property.startsWith('--')) {
    add('--*')
    return
  }
  add(property)
  const plain = value.replace(/"[^"]*"|'[^']*'|url\([^)]*(?:\)|$)/g, ' ')
  const [first = ''] = plain.split(/[\s!]/, 1)
  add(`${property}:${first}`)
  if (plain.includes('!')) add('!important')
  for (const [, name] of plain.matchAll(/(?<![a-z-])-*([a-z][a-z-]*)\(/g)) add(`${name}()`)
  for (const [, unit] of plain.matchAll(/(?:^|[\s,(+*/-])[\d.]+([a-z]{1,4}|%)/g)) add(`unit:${unit}`)
  for (const [word] of plain.matchAll(/[a-z]+(?:-[a-z]+)*/g)) if (KNOWN_WORDS.has(word)) add(`=${word}`)
}

function addPrelude(text: string, add: (key: string) => void): void {
  const rule = /^@(?:-webkit-|-moz-)?([a-z-]+)/.exec(text)?.[1]
  if (rule !== undefined) {
    add(`@${rule}`)
    if (rule === 'media') for (const [, name] of text.matchAll(/\(\s*([a-z-]+)/g)) add(`@media ${name}`)
    return
  }
  for (const [pseudo] of text.matchAll(/::?[a-z][a-z-]*/g)) add(pseudo)
}
