/** What can be bound to a statement. */
export type SqlValue = string | number | boolean

/** A piece of SQL with a `?` for each of its bound values, in order. */
export interface Sql {
  readonly sql: string
  readonly params: SqlValue[]
}

/** SQL with values in it: a piece of SQL is taken over, anything else is bound. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  let text = strings[0] ?? ''
  const params: SqlValue[] = []
  parts.forEach((part, index) => {
    if (typeof part === 'object') {
      text += part.sql
      params.push(...part.params)
    } else {
      text += '?'
      params.push(part)
    }
    text += strings[index + 1] ?? ''
  })
  return { sql: text, params }
}

/** SQL as it stands: for names and operators of ours, never for anything a user wrote. */
export function raw(text: string): Sql {
  return { sql: text, params: [] }
}

/** A string literal. For what must be known when the statement is prepared; everything else is bound. */
export function literal(text: string): Sql {
  return raw(`'${text.replaceAll("'", "''")}'`)
}

/** The pieces with `separator` between them. */
export function join(pieces: readonly Sql[], separator: string): Sql {
  return { sql: pieces.map((piece) => piece.sql).join(separator), params: pieces.flatMap((piece) => piece.params) }
}
