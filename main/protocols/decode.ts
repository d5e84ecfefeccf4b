import { boundNames } from './bound-names.ts'
import { explainFailure, makeInvalidEvent } from './invalid-event.ts'
import { type Decoded, LimitError, type Limits, type Source } from './protocol.ts'
import { findProtocol } from './table.ts'

/** Decodes one message, or says over which limit it is. Never throws: what a protocol trips over is kept as it came. */
export function decodeMessage(bytes: Uint8Array, source: Source, limits: Limits): Decoded | LimitError {
  try {
    return boundNames(findProtocol(source.protocol).decode(bytes, source, limits))
  } catch (error) {
    return error instanceof LimitError ? error : keepAsItCame(bytes, source, error)
  }
}

/** A message that something failed on, as one `invalid` event with its text. */
export function keepAsItCame(bytes: Uint8Array, { stream }: Source, error: unknown): Decoded {
  const problem = { path: '', reason: explainFailure(error) }
  return { streams: [{ stream, events: [makeInvalidEvent(problem, bytes)] }], accepted: 0, problems: [problem] }
}
