import type { DialectOptions, FormatOptions } from 'sql-formatter'
import type { QueryLanguage } from '../../../shared/query-shape/syntax.ts'
import { prettyJson } from '../../ui/json-text.ts'

type Formatter = typeof import('sql-formatter')

/** Dialects by what the target's name has in it; the first that fits. Any other SQL is taken as the standard's. */
const DIALECTS: readonly (readonly [RegExp, (formatter: Formatter) => DialectOptions])[] = [
  [/mariadb/i, ({ mariadb }) => mariadb],
  [/mysql/i, ({ mysql }) => mysql],
  [/postgres|pgsql|\bpg\b|timescale|cockroach/i, ({ postgresql }) => postgresql],
  [/sqlite/i, ({ sqlite }) => sqlite],
  [/mssql|sqlserver|sqlsrv|tsql|azure/i, ({ transactsql }) => transactsql],
  [/oracle|plsql/i, ({ plsql }) => plsql],
  [/duckdb/i, ({ duckdb }) => duckdb],
  [/clickhouse/i, ({ clickhouse }) => clickhouse],
  [/bigquery/i, ({ bigquery }) => bigquery],
  [/./, ({ sql }) => sql],
]

/** Placeholders of all clients, whatever the dialect. */
const PARAM_TYPES: NonNullable<FormatOptions['paramTypes']> = {
  positional: true,
  numbered: ['?', ':', '$'],
  named: [':', '@', '$'],
  custom: [{ regex: '%s' }, { regex: String.raw`%\(\w+\)s` }],
}

/** A query over several lines, or null where it cannot be formatted. What formats SQL is loaded with the first query. */
export async function formatQuery(query: string, target: string, language: QueryLanguage): Promise<string | null> {
  if (language === 'json') return prettyJson(query)
  if (language !== 'sql') return null
  const formatter = await import('sql-formatter')
  const dialect = DIALECTS.find(([names]) => names.test(target))?.[1](formatter) ?? formatter.sql
  try {
    return formatter.formatDialect(query, { dialect, keywordCase: 'preserve', tabWidth: 2, paramTypes: PARAM_TYPES })
  } catch {
    // It tells of text that it does not understand by throwing.
    return null
  }
}
