import type { Command } from '../commands/command.ts'
import { showScreen } from '../state/screen.ts'
import { openFilterAsQuery } from './filter-query.ts'
import { formatQuery } from './query-text.ts'
import { READY_MADE_QUERIES } from './ready-made-queries.ts'
import { runText } from './run-query.ts'

/** What leads to the query console, from everywhere. */
export const QUERY_COMMANDS: readonly Command[] = [
  {
    id: 'screen/query',
    label: 'Show the query console',
    group: 'Query',
    keywords: 'ask dsl screen chart aggregate',
    keys: ['4'],
    run: () => showScreen({ kind: 'query' }),
  },
  {
    id: 'query/from-filter',
    label: 'The filter as a query',
    group: 'Query',
    keywords: 'dsl json search console',
    keys: ['q'],
    run: openFilterAsQuery,
  },
  ...READY_MADE_QUERIES.map(
    ({ id, title, description, query }): Command => ({
      id: `query/ready/${id}`,
      label: `Query: ${title}`,
      group: 'Query',
      detail: description,
      keywords: 'ready made report',
      run: ({ backend }) => {
        showScreen({ kind: 'query' })
        return runText(backend, formatQuery(query))
      },
    }),
  ),
]
