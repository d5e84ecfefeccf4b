import { isJsonObject } from '../protocols/json.ts'

/*
 * Roundware's server is written in Python, and parts of that show in its answers. These functions write as Python does.
 */

/**
 * What `str()` makes of a JSON value, by which Roundware stores what is no text: `[3, 8]`, `{'a': 1}`, `True`. A number is
 * written as its `twin` has it (see `parseTwin`), where there is one.
 */
export function toPythonText(value: unknown, twin?: unknown): string {
  return typeof value === 'string' ? value : toPythonRepr(value, twin)
}

/** What `repr()` makes of a JSON value. */
export function toPythonRepr(value: unknown, twin?: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return typeof twin === 'string' ? twin : String(value)
  if (Array.isArray(value)) {
    const twins: readonly unknown[] = Array.isArray(twin) ? twin : []
    return `[${value.map((item, index) => toPythonRepr(item, twins[index])).join(', ')}]`
  }
  if (!isJsonObject(value)) return quote(String(value))
  const twins = isJsonObject(twin) ? twin : {}
  const pairs = Object.keys(value).map((key) => `${quote(key)}: ${toPythonRepr(value[key], twins[key])}`)
  return `{${pairs.join(', ')}}`
}

/** Text in single quotes, or in double ones where it holds single ones only. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
  return mark + escaped + mark
}

/** What `json.dumps(value, sort_keys=True, ensure_ascii=False)` makes of a JSON value. */
export function toPythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toPythonJson).join(', ')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}: ${toPythonJson(value[key])}`).join(', ')}}`
}
