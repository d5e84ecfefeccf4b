import { useState } from 'react'
import type { DebugEvent } from '../../../shared/event.ts'
import { formatBytes } from '../../../shared/format.ts'
import { decideHost } from '../../watch/watch-state.ts'
import { useDetail } from '../detail-context.ts'
import { readFacts } from './exchange-facts.ts'

/** What Tattler knows of an exchange that it has seen itself: how it failed, what is not kept, where debug data came from. */
export function ExchangeNotes({ event }: { readonly event: DebugEvent }) {
  const facts = readFacts(event)
  if (!facts) return null
  const { failure, profile, bodySize, isBodyCut, isBodyBinary } = facts
  const size = bodySize === null ? '' : ` of ${formatBytes(bodySize)}`
  return (
    <>
      {failure !== undefined && <p className="http-note http-failure">No whole response: {failure}.</p>}
      {profile?.problem !== undefined && (
        <p className="http-note http-warning">
          {profile.transport === undefined ? 'No debug data' : 'Debug data from the body alone'}: {profile.problem}.
        </p>
      )}
      {profile?.waitsFor !== undefined && <AllowHost host={profile.waitsFor} />}
      {isBodyBinary && <p className="http-note">A body{size} that is no text: not kept.</p>}
      {isBodyCut && !isBodyBinary && <p className="http-note">A body{size}: only its beginning is kept.</p>}
    </>
  )
}

function AllowHost({ host }: { readonly host: string }) {
  const { backend } = useDetail()
  const [isFetched, setFetched] = useState(false)
  if (isFetched) return <p className="http-note">{host} is allowed. What waited for it was fetched into its stream.</p>
  const allow = () => void decideHost(backend, host, true).then(setFetched)
  return (
    <button type="button" className="button button-small http-allow" onClick={allow}>
      Allow {host}
    </button>
  )
}
