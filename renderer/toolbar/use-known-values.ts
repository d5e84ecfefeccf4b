import { useMemo } from 'react'
import { EVENT_TYPES } from '../../shared/events/table.ts'
import { useLog } from '../state/log.ts'

/** Values that suggestions can offer, from what the log holds. */
export function useKnownValues() {
  const facets = useLog((log) => log.facets)
  return useMemo(
    () => ({
      types: [...new Set([...Object.keys(facets.types), ...Object.keys(EVENT_TYPES)])],
      targets: facets.targets.map(({ target }) => target),
      tags: facets.tags.map(({ tag }) => tag),
      instances: [],
      streams: [],
    }),
    [facets],
  )
}
