import { useEffect, useMemo, useState } from 'react'
import { useViewer } from '../state/viewer-context.ts'
import { useKnownValues } from '../toolbar/use-known-values.ts'
import type { Known } from './complete.ts'
import { gatherKnown, NO_DATA } from './known-data.ts'

/** Events that are looked into for names and values, and the most that one of them may carry, bytes. */
const SAMPLE = 300
const LARGEST = 16_000

/** What completion knows of the log: the values that the search knows, and what the newest events carry. */
export function useKnownData(): Known {
  const { backend } = useViewer()
  const log = useKnownValues(true)
  const [data, setData] = useState(NO_DATA)
  useEffect(() => {
    let isCurrent = true
    backend
      .request('log/query', {
        from: { instance: '*' },
        where: [{ field: 'size', operator: 'lt', value: LARGEST }],
        select: ['payload', 'metadata'],
        orderBy: { field: 'id', direction: 'desc' },
        limit: SAMPLE,
      })
      .then(
        ({ events }) => isCurrent && setData(gatherKnown(events ?? [])),
        // Completion does without; the bar says that the connection is lost.
        () => undefined,
      )
    return () => {
      isCurrent = false
    }
  }, [backend])
  return useMemo(() => ({ log, data }), [log, data])
}
