import { hideSecretsInText } from '../../shared/hide-secrets.ts'
import { isSecretEntry, isSecretItem, MASK } from '../../shared/secrets.ts'
import { contentOf, isList, type JsonNode } from './json-nodes.ts'
import { isJsonObject } from './json-value.ts'

const known = new WeakMap<JsonNode, boolean>()
const texts = new WeakMap<JsonNode, string>()

/** What stands in place of a line's value: dots for a secret, and a text without the secrets in it; null where there are none. */
export function maskOf(node: JsonNode): string | null {
  if (isSecret(node)) return MASK
  if (typeof node.value !== 'string') return null
  const text = texts.get(node) ?? hideSecretsInText(node.value, MASK)
  texts.set(node, text)
  return text === node.value ? null : text
}

/** Whether the value of a line is a secret, or inside one. */
function isSecret(node: JsonNode): boolean {
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
  const around = parent ? contentOf(parent) : null
  if (typeof key === 'string') return isJsonObject(around) && isSecretEntry(around, key)
  return key !== null && around !== null && isList(around) && isSecretItem(around, key)
}
