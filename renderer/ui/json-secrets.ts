import { isSecretEntry } from '../../shared/secrets.ts'
import { contentOf, type JsonNode } from './json-nodes.ts'
import { isJsonObject } from './json-value.ts'

const known = new WeakMap<JsonNode, boolean>()

/** Whether the value of a line is a secret, or inside one. */
export function isSecret(node: JsonNode): boolean {
  // No recursion: trees can be deeper than the stack.
  const unknown: JsonNode[] = []
  let at: JsonNode | null = node
  for (; at && !known.has(at); at = at.parent) unknown.push(at)
  let isInside = at !== null && known.get(at) === true
  for (const next of unknown.reverse()) {
    isInside ||= isNamedSecret(next)
    known.set(next, isInside)
  }
  return isInside
}

function isNamedSecret({ key, parent }: JsonNode): boolean {
  const object = parent ? contentOf(parent) : null
  return typeof key === 'string' && isJsonObject(object) && isSecretEntry(object, key)
}
