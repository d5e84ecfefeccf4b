import { isDeepStrictEqual } from 'node:util'
import { isJsonObject, type JsonObject } from '../protocols/json.ts'

/**
 * DataCat's deep merge: key by key; null removes, two objects are merged, anything else replaces. A null inside an object
 * that is new stays.
 */
export function mergeState(state: JsonObject, change: JsonObject): JsonObject {
  const merged = new Map(Object.entries(state))
  for (const [key, value] of Object.entries(change)) {
    const before = merged.get(key)
    if (value === null) merged.delete(key)
    else merged.set(key, isJsonObject(value) && isJsonObject(before) ? mergeState(before, value) : value)
  }
  // Defines members, so that one named `__proto__` is a member like any other.
  return Object.fromEntries(merged)
}

/** Whether a change tells nothing new, as the daemon sees it: each of its keys is there with the very same value. */
export function isUnchanged(state: JsonObject, change: JsonObject): boolean {
  return Object.entries(change).every(
    ([key, value]) => Object.hasOwn(state, key) && isDeepStrictEqual(state[key], value),
  )
}
