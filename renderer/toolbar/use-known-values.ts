import { useEffect, useMemo, useState } from 'react'
import { EVENT_TYPE_NAMES } from '../../shared/events/names.ts'
import type { InstanceInfo } from '../../shared/messages.ts'
import type { KnownValues } from '../../shared/query/suggest.ts'
import { useLog } from '../state/log.ts'
import { useViewer } from '../state/viewer-context.ts'

/** Streams offered per instance. */
const LIMIT = 20

const NO_INSTANCES: readonly InstanceInfo[] = []

/** Values that suggestions can offer, from what the log holds; apps and streams are asked for when `isWanted`. */
export function useKnownValues(isWanted: boolean): KnownValues {
  const { backend } = useViewer()
  const tags = useLog((log) => log.facets.tags)
  const seenTypes = useLog((log) => log.seenTypes)
  const targets = useLog((log) => log.seenTargets)
  const [instances, setInstances] = useState(NO_INSTANCES)

  useEffect(() => {
    if (!isWanted) return
    backend.request('log/streams', { search: '', limit: LIMIT }).then(
      setInstances,
      // Suggestions do without; the bar says that the connection is lost.
      () => undefined,
    )
  }, [backend, isWanted])

  return useMemo(
    () => ({
      types: [...new Set([...seenTypes, ...EVENT_TYPE_NAMES])],
      targets,
      tags: tags.map(({ tag }) => tag),
      instances: instances.map(({ id }) => id),
      streams: instances.flatMap(({ streams }) => streams.map(({ id }) => id)),
    }),
    [seenTypes, targets, tags, instances],
  )
}
