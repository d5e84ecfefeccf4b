import { expect, test } from 'vitest'
import { SECRET, secretEvents } from '../../fixtures/secret-events.ts'
import { askApi } from '../../helpers/ask-api.ts'
import { shareCollector } from '../../helpers/collector.ts'
import { exportFile } from '../../helpers/export-file.ts'
import { TestViewer } from '../../helpers/viewer.ts'

const collector = shareCollector(secretEvents)
const EVERYTHING = { from: { instance: '*' }, where: [], hiddenTypes: [] }

const ask = (path: string, query?: object) => askApi(collector(), path, query)
const holding = (texts: readonly string[]) => texts.filter((text) => text.includes(SECRET))

test('no line of the list has a secret', async () => {
  const { tail } = await (await TestViewer.connect(collector())).open()
  expect(tail.rows).toHaveLength(secretEvents.length)
  expect(holding(tail.rows.map((row) => JSON.stringify(row)))).toEqual([])
})

test('no answer to a query has one, and none to a question for an event, unless it is asked for', async () => {
  const paths = secretEvents.map((_, index) => `/api/events/${index + 1}`)
  expect(holding(await Promise.all(paths.map((path) => ask(path))))).toEqual([])
  const shown = await Promise.all(paths.map((path) => ask(`${path}?secrets=show`)))
  expect(holding(shown)).toHaveLength(secretEvents.length)

  const queries = [{}, { select: ['payload'] }, { reduce: { type: 'collect', field: 'payload' } }]
  const groups = ['payload.context', 'payload.query', 'payload.body', 'payload.message', 'payload.uri']
  const asked = [...queries, ...groups.map((field) => ({ reduce: { type: 'count', groupBy: [field] } }))]
  expect(holding(await Promise.all(asked.map((query) => ask('/api/query', query))))).toEqual([])
  expect(holding(await Promise.all(asked.map((query) => ask('/api/query?secrets=show', query))))).toHaveLength(
    asked.length,
  )
})

test.each(['ndjson', 'csv', 'web-debug'] as const)(
  'no export as %s has one that leaves secrets out',
  async (format) => {
    const { tail } = await (await TestViewer.connect(collector())).open()
    const { instance = '', stream = '' } = tail.rows[0] ?? {}
    const what = format === 'web-debug' ? { format, instance, stream } : { format, ...EVERYTHING }
    const viewer = await TestViewer.connect(collector())
    const read = async (hidesSecrets: boolean) => String(await exportFile(viewer, { ...what, hidesSecrets }))
    expect(holding((await read(true)).split('\n'))).toEqual([])
    expect(await read(false)).toContain(SECRET)
  },
)
