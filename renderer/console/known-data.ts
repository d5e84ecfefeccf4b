import { holdsSecrets } from '../../shared/hide-secrets.ts'
import { isSecretName } from '../../shared/secrets.ts'

/** What events of the log hold, for completion: names of their own beside the fields that every event has. */
export interface KnownData {
  /** Dotted paths into payload and metadata, the most frequent first. */
  readonly paths: readonly string[]
  /** Values seen at them; a secret's are not among them. */
  readonly values: Readonly<Record<string, readonly Scalar[]>>
}

export type Scalar = string | number | boolean

export const NO_DATA: KnownData = { paths: [], values: {} }

const MOST_PATHS = 200
const MOST_VALUES = 20
const LONGEST_VALUE = 80
const DEEPEST = 4

/** Gathers names and values from some events as queries answer them. */
export function gatherKnown(events: readonly Readonly<Record<string, unknown>>[]): KnownData {
  const counts = new Map<string, number>()
  const values = new Map<string, Set<Scalar>>()
  const visit = (value: unknown, path: string, depth: number) => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value) || depth > DEEPEST) return
    for (const [key, member] of Object.entries(value)) {
      // Names with a dot cannot be reached, empty ones neither.
      if (key === '' || key.includes('.')) continue
      const inside = `${path}.${key}`
      counts.set(inside, (counts.get(inside) ?? 0) + 1)
      if (isScalar(member) && !isSecretName(key) && !holdsSecrets(member)) remember(values, inside, member)
      visit(member, inside, depth + 1)
    }
  }
  for (const { payload, metadata } of events) {
    visit(payload, 'payload', 1)
    visit(metadata, 'metadata', 1)
  }
  const paths = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_PATHS)
  return {
    paths: paths.map(([path]) => path),
    values: Object.fromEntries([...values].map(([path, found]) => [path, [...found]])),
  }
}

function remember(values: Map<string, Set<Scalar>>, path: string, value: Scalar): void {
  if (typeof value === 'string' && (value === '' || value.length > LONGEST_VALUE)) return
  const known = values.get(path) ?? new Set()
  if (known.size < MOST_VALUES) known.add(value)
  values.set(path, known)
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
