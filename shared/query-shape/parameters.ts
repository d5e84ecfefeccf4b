/** Where clients put the parameters of a query beside its text. */
export const PARAMETER_KEYS = ['parameters', 'params', 'bindings', 'binds', 'values', 'arguments'] as const

export interface QueryParameters {
  readonly key: (typeof PARAMETER_KEYS)[number]
  readonly value: readonly unknown[] | Readonly<Record<string, unknown>>
}

/** The parameters in a payload, a list or an object; null where there are none. */
export function findParameters(payload: object): QueryParameters | null {
  for (const key of PARAMETER_KEYS) {
    if (!(key in payload)) continue
    const value: unknown = Reflect.get(payload, key)
    if (Array.isArray(value) ? value.length > 0 : isFilledObject(value)) {
      return { key, value: value as QueryParameters['value'] }
    }
  }
  return null
}

function isFilledObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}
