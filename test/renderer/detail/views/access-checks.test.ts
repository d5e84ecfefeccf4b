import { describe, expect, it } from 'vitest'
import { buildMatrices, decide, readVotes } from '../../../../renderer/detail/views/access-checks.ts'
import { type Sketch, streamOf } from './stream-of.ts'

const check = (access: string, importance: number, question: object, nested: readonly Sketch[] = []): Sketch => ({
  type: 'access_check',
  importance,
  payload: { access, ...question },
  nested,
})
const publish = { object: 'Ada', control: 'article', action: 'publish' }

const decisionsOf = (...sketches: Sketch[]) => decide(readVotes(streamOf(...sketches)))

describe('the votes on one question', () => {
  it.each<[string, Sketch[], { score: number; verdict: [number, string] }]>([
    ['one grant', [check('GRANT', 1, publish)], { score: 1, verdict: [1, 'GRANT'] }],
    ['one denial', [check('DENIED', 1, publish)], { score: -1, verdict: [1, 'DENIED'] }],
    [
      'repeated checks add up',
      [check('GRANT', 1, publish), check('DENIED', 1, publish), check('GRANT', 1, publish)],
      { score: 1, verdict: [3, 'GRANT'] },
    ],
    [
      'the highest importance is the verdict, wherever it stands',
      [check('GRANT', 1, publish), check('DENIED', 5, publish), check('GRANT', 1, publish)],
      { score: 1, verdict: [2, 'DENIED'] },
    ],
    [
      'of several with the highest, the last',
      [check('DENIED', 4, publish), check('GRANT', 4, publish), check('DENIED', 2, publish)],
      { score: -1, verdict: [2, 'GRANT'] },
    ],
    [
      'nested votes add up, too',
      [check('DENIED', 6, publish, [check('GRANT', 1, publish), check('GRANT', 1, publish)])],
      { score: 1, verdict: [1, 'DENIED'] },
    ],
    [
      'a nested vote that names no question is about that around it',
      [check('GRANT', 3, publish, [check('GRANT', 1, {}), check('DENIED', 1, { object: 'Ada' })])],
      { score: 1, verdict: [1, 'GRANT'] },
    ],
    [
      'the vote around may be of another type',
      [check('GRANT', 3, publish, [{ type: 'log', nested: [check('DENIED', 1, {})] }])],
      { score: 0, verdict: [1, 'GRANT'] },
    ],
    [
      'they cancel out',
      [check('GRANT', 1, publish), check('DENIED', 1, publish)],
      { score: 0, verdict: [2, 'DENIED'] },
    ],
  ])('%s', (_, sketches, { score, verdict: [id, access] }) => {
    const decisions = decisionsOf(...sketches)
    expect(decisions).toMatchObject([{ question: publish, score, verdict: { id, access } }])
  })

  it('are kept apart from those on any other', () => {
    const decisions = decisionsOf(
      check('GRANT', 1, publish),
      check('DENIED', 1, { ...publish, object: 'Bob' }),
      check('DENIED', 1, { ...publish, control: 'page' }),
      check('DENIED', 1, { ...publish, action: 'delete' }),
      check('DENIED', 1, { control: 'article', action: 'publish' }),
      check('GRANT', 1, {}),
    )
    expect(decisions).toHaveLength(6)
    expect(decisions.at(-1)?.question).toEqual({ object: null, control: null, action: null })
  })

  it('are not taken from a check that stands behind another', () => {
    const decisions = decisionsOf(check('GRANT', 1, publish, [check('GRANT', 1, {})]), check('DENIED', 1, {}))
    expect(decisions.map(({ votes }) => votes.length)).toEqual([2, 1])
  })

  it('tell how deep each is nested among them', () => {
    const votes = readVotes(streamOf(check('GRANT', 1, publish, [check('GRANT', 1, {}, [check('DENIED', 1, {})])])))
    expect(votes.map(({ level }) => level)).toEqual([0, 1, 2])
  })

  it('leave out what is no check', () => {
    const events = streamOf(
      { type: 'access_check' },
      { type: 'access_check', payload: { access: 'MAYBE' } },
      { type: 'log' },
    )
    expect(readVotes(events)).toEqual([])
  })
})

describe('the matrices of a request', () => {
  const decisions = decisionsOf(
    check('GRANT', 1, publish),
    check('DENIED', 1, { ...publish, object: 'Bob' }),
    check('GRANT', 1, { ...publish, control: 'page' }),
    check('GRANT', 1, { object: 'Bob', control: 'page', action: 'delete' }),
    check('GRANT', 1, { object: 'Ada', control: null, action: 'delete' }),
  )
  const shape = (deniedOnly: boolean) =>
    buildMatrices(decisions, deniedOnly).map(({ action, rowsAre, columns, rows }) => ({
      action,
      rowsAre,
      columns,
      rows: rows.map(({ name, decisions: byColumn }) => [
        name,
        ...columns.map((column) => byColumn.get(column)?.verdict.access ?? null),
      ]),
    }))

  it('are one for each action', () => {
    expect(shape(false)).toEqual([
      {
        action: 'publish',
        rowsAre: 'control',
        columns: ['Ada', 'Bob'],
        rows: [
          ['article', 'GRANT', 'DENIED'],
          ['page', 'GRANT', null],
        ],
      },
      {
        action: 'delete',
        rowsAre: 'control',
        columns: ['Bob', 'Ada'],
        rows: [
          ['page', 'GRANT', null],
          [null, null, 'GRANT'],
        ],
      },
    ])
  })

  it('show what was denied alone, if asked', () => {
    expect(shape(true)).toEqual([
      { action: 'publish', rowsAre: 'control', columns: ['Bob'], rows: [['article', 'DENIED']] },
    ])
  })

  it('have the longer side downwards', () => {
    const many = decisionsOf(...['a', 'b', 'c'].map((object) => check('GRANT', 1, { ...publish, object })))
    expect(buildMatrices(many, false)).toMatchObject([{ rowsAre: 'object', columns: ['article'] }])
  })
})
