import type { DraftField } from '../../shared/composer.ts'
import { splitUri } from '../../shared/uri.ts'

/** Encodes a part of a query, but not the places of variables: their values are encoded when they are put in. */
function encode(text: string): string {
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** The rows of a query after the address was changed: those that are off stay between the others. */
export function readQuery(url: string, rows: readonly DraftField[]): DraftField[] {
  const pairs = readPairs(url)
  const next: DraftField[] = []
  for (const row of rows) {
    if (!row.isOn) next.push(row)
    else {
      const pair = pairs.shift()
      if (pair) next.push(pair)
    }
  }
  return [...next, ...pairs]
}

function readPairs(url: string): DraftField[] {
  const query = splitUri(url).query ?? ''
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const end = pair.indexOf('=')
      return end < 0
        ? { key: decode(pair), value: '', isOn: true }
        : { key: decode(pair.slice(0, end)), value: decode(pair.slice(end + 1)), isOn: true }
    })
}

/** The address with these rows as its query. One that they do not change keeps its encoding. */
export function writeQuery(url: string, rows: readonly DraftField[]): string {
  const shown = rows.filter(({ isOn, key, value }) => isOn && (key !== '' || value !== ''))
  const known = readPairs(url)
  const isSame = (row: DraftField, index: number) => row.key === known[index]?.key && row.value === known[index]?.value
  if (shown.length === known.length && shown.every(isSame)) return url
  const query = shown.map(({ key, value }) => `${encode(key)}=${encode(value)}`).join('&')
  const [, start = '', , fragment = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? []
  return start + (query === '' ? '' : `?${query}`) + fragment
}
