import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import type { KeptDraft } from '../../shared/composer.ts'
import { KeptFile } from '../kept-file.ts'
import { lazyShape } from '../lazy-shape.ts'
import { entryShape, environmentsShape, keptDraftShape } from './draft-shape.ts'

const storedShape = Type.Object({
  history: Type.Array(entryShape),
  environments: environmentsShape,
  environment: Type.Union([Type.Null(), Type.String()]),
})

export type Stored = Static<typeof storedShape>
export type StoredEntry = Static<typeof entryShape>

/** What was sent, and the environments. It holds secrets, so no export has it. */
export function openComposerFile(dataDir: string): KeptFile<Stored> {
  const nothing: Stored = { history: [], environments: [], environment: null }
  return new KeptFile(join(dataDir, 'composer.json'), lazyShape(storedShape), nothing)
}

/** What stands in the form; apart from what was sent, because it is written while the user types. */
export function openDraftFile(dataDir: string): KeptFile<KeptDraft | null> {
  const shape = lazyShape(Type.Union([Type.Null(), keptDraftShape]))
  return new KeptFile<KeptDraft | null>(join(dataDir, 'composer-draft.json'), shape, null)
}
