import type { IngestResult, PackedResults } from './api.ts'

/** Results as they change threads: as columns, for an object for each of thousands of messages takes longer. */
export function packResults(results: readonly IngestResult[]): PackedResults {
  const accepted = new Uint32Array(results.length)
  const lastIds = new Float64Array(results.length)
  const others: [number, IngestResult][] = []
  for (const [index, result] of results.entries()) {
    if (result.kind === 'stored' && result.problems.length === 0 && !result.sequences && result.lastId !== null) {
      accepted[index] = result.accepted
      lastIds[index] = result.lastId
    } else others.push([index, result])
  }
  return { accepted, lastIds, others: new Map(others) }
}

/** The result of the message with this index. */
export function resultAt({ accepted, lastIds, others }: PackedResults, index: number): IngestResult {
  return (
    others.get(index) ?? { kind: 'stored', accepted: accepted[index] ?? 0, problems: [], lastId: lastIds[index] ?? 0 }
  )
}
