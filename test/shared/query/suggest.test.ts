import { describe, expect, test } from 'vitest'
import { suggest } from '../../../shared/query/suggest.ts'

const KNOWN = {
  types: ['log', 'query'],
  targets: ['mysql', 'my cache'],
  tags: ['slow', 'db:mysql', 'db:redis'],
  instances: ['shop'],
  streams: ['req-1'],
}

/** Suggests at the `|` in the text, and answers the texts that picking each item would give. */
function suggestAt(marked: string): string[] {
  const caret = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { from, to, items } = suggest(text, caret, KNOWN)
  return items.map(({ insert }) => text.slice(0, from) + insert + text.slice(to))
}

describe('suggests', () => {
  test('fields to begin with', () => {
    expect(suggestAt('|').slice(0, 3)).toEqual(['type:', 'level:', 'target:'])
  })

  test.each([
    ['du|', ['duration:']],
    ['foo -du|', ['foo -duration:']],
    ['pay|', ['payload.', 'payload:']],
    ['quer|', ['type:query']],
    ['mys|', ['target:mysql', 'tag:db:mysql']],
    ['type:|', ['type:log', 'type:query']],
    ['type:q|', ['type:query']],
    ['type:log,q|', ['type:log,query']],
    ['type:q|x rest', ['type:query rest']],
    ['target:my|', ['target:mysql', 'target:"my cache"']],
    ['target:"my c|', ['target:"my cache"']],
    ['tag:d|', ['tag:db:mysql', 'tag:db:redis', 'tag:db:*']],
    ['tag:s|', ['tag:"slow"', 'tag:db:mysql', 'tag:db:redis']],
    ['app:|', ['app:shop']],
    ['stream:|', ['stream:req-1']],
    ['level:>=e|', ['level:>=error', 'level:>=emergency', 'level:>=debug', 'level:>=notice', 'level:>=alert']],
    ['success:|', ['success:true', 'success:false', 'success:*']],
    ['duration:|', ['duration:>', 'duration:>=', 'duration:<', 'duration:<=', 'duration:*']],
    ['duration:>|', []],
    ['after:|', ['after:10m', 'after:1h', 'after:1d']],
    ['type:log|', []],
    ['"du|', []],
    ['/du|', []],
    ['"quoted du" mys|', ['"quoted du" target:mysql', '"quoted du" tag:db:mysql']],
  ])('%s', (marked, expected) => {
    expect(suggestAt(marked)).toEqual(expected)
  })
})
