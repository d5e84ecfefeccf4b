import { useMemo } from 'react'
import { useStateStep } from '../../sessions/read-states.ts'
import { StateTree } from '../../sessions/state-tree.tsx'
import type { JsonObject } from '../../ui/json-value.ts'
import { useDetail } from '../detail-context.ts'
import type { EventView } from './view.ts'

/** The whole state, with what this event changed in it. */
export const StateView: EventView<'state'> = ({ payload, event }) => {
  const { backend, onSelect } = useDetail()
  const loaded = useStateStep(backend, event, event.id)
  const state = payload.state as JsonObject
  const step = loaded.kind === 'ready' && loaded.step.id === event.id ? loaded.step : null
  const before = useMemo(() => step?.before ?? null, [step])
  const previous = step?.previous ?? null
  return (
    <>
      <StateTree before={before} after={state} heading={<h3 className="detail-heading">State</h3>} />
      {loaded.kind === 'failed' && (
        <p className="detail-note" role="alert">
          The state before it could not be read: {loaded.reason}
        </p>
      )}
      {previous !== null && (
        <p>
          <button type="button" className="detail-link" onClick={() => onSelect(previous)}>
            The state before it (#{previous})
          </button>
        </p>
      )}
    </>
  )
}
