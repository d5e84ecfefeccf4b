/** A search term that finds a field's value. */
export function formatTerm(field: string, value: string): string {
  return /^[\w./@+-]+$/.test(value) ? `${field}:${value}` : `${field}:${JSON.stringify(value)}`
}
