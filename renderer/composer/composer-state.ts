import { create } from 'zustand'
import {
  type BodyKind,
  type ComposerState,
  type DraftBody,
  EMPTY_DRAFT,
  type RequestDraft,
  type SendResult,
  type SentExchange,
} from '../../shared/composer.ts'
import { showToast } from '../ui/toasts.tsx'
import { readQuery, writeQuery } from './query-rows.ts'

/** An answered, failed or cancelled sending, as it is shown. */
export interface ShownResult {
  /** Number of the sending. */
  readonly run: number
  readonly result: SendResult
  /** The beginning of the response's body, decompressed. */
  readonly body: Uint8Array
  /** Where its debug data is; null as long as that is fetched. */
  readonly exchanges: readonly SentExchange[] | null
}

export interface ComposerView {
  readonly draft: RequestDraft
  /** What it was when it was opened or sent: nothing of that would be lost. */
  readonly kept: RequestDraft
  /** Bodies of the kinds that are not chosen, so that to look at another kind loses nothing. */
  readonly otherBodies: Partial<Record<BodyKind, DraftBody>>
  /** Entry of the history that the draft was opened from or sent as. */
  readonly entry: string | null
  /** The sending that is under way. */
  readonly run: { readonly number: number; readonly since: number } | null
  readonly shown: ShownResult | null
  /** What the collector keeps; null until it was asked. */
  readonly saved: ComposerState | null
}

/** A request as it is written. */
type WrittenRequest = Pick<ComposerView, 'draft' | 'kept' | 'otherBodies' | 'entry'>

export const useComposer = create<ComposerView>(() => ({
  draft: EMPTY_DRAFT,
  kept: EMPTY_DRAFT,
  otherBodies: {},
  entry: null,
  run: null,
  shown: null,
  saved: null,
}))

/** Puts another request in the place of the one that is written; one that was not sent can be brought back. */
export function openDraft(draft: RequestDraft, entry: string | null = null): void {
  const before = useComposer.getState()
  useComposer.setState({ draft, kept: draft, entry, otherBodies: {} })
  if (before.draft !== before.kept && before.draft.url !== '') offerDraft(before)
}

/** Offers to bring back a request in whose place another one stands. */
export function offerDraft({ draft, kept, entry, otherBodies }: WrittenRequest): void {
  const run = () => useComposer.setState({ draft, kept, entry, otherBodies })
  showToast('Another request took the place of one that was not sent.', { action: { label: 'Bring it back', run } })
}

export function changeDraft(change: Partial<RequestDraft>): void {
  useComposer.setState(({ draft }) => ({ draft: { ...draft, ...change } }))
}

export function changeUrl(url: string): void {
  useComposer.setState(({ draft }) => ({ draft: { ...draft, url, query: readQuery(url, draft.query) } }))
}

export function changeQuery(query: RequestDraft['query']): void {
  useComposer.setState(({ draft }) => ({ draft: { ...draft, query, url: writeQuery(draft.url, query) } }))
}

const EMPTY_BODIES: { readonly [K in BodyKind]: Extract<DraftBody, { readonly kind: K }> } = {
  none: { kind: 'none' },
  json: { kind: 'json', text: '' },
  form: { kind: 'form', encoding: 'urlencoded', fields: [] },
  text: { kind: 'text', text: '', contentType: 'text/plain' },
  file: { kind: 'file', file: null, contentType: '' },
}

/** Chooses a kind of body; a text goes along from one kind of text to the other. */
export function chooseBody(kind: BodyKind): void {
  useComposer.setState(({ draft, otherBodies }) => {
    const { body } = draft
    const known = otherBodies[kind] ?? EMPTY_BODIES[kind]
    const hasText = (known.kind === 'json' || known.kind === 'text') && known.text !== ''
    const isText = (kind === 'json' || kind === 'text') && (body.kind === 'json' || body.kind === 'text')
    const next = isText && !hasText ? { ...EMPTY_BODIES[kind], ...known, text: body.text } : known
    // A method that takes no body is most likely not meant any more; the other way round nobody can know.
    const method = body.kind === 'none' && kind !== 'none' && draft.method === 'GET' ? 'POST' : draft.method
    return { draft: { ...draft, method, body: next }, otherBodies: { ...otherBodies, [body.kind]: body } }
  })
}

/** The variables of the chosen environment. */
export function findVariables({ saved }: Pick<ComposerView, 'saved'>) {
  return saved?.environments.find(({ name }) => name === saved.environment)?.variables ?? NO_VARIABLES
}

const NO_VARIABLES: readonly never[] = []
