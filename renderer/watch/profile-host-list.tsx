import type { ProfileHosts } from '../../shared/watch.ts'
import type { Backend } from '../backend.ts'
import { decideHost } from './watch-state.ts'

interface ProfileHostListProps {
  readonly hosts: ProfileHosts
  readonly backend: Backend
  onChanged(): Promise<void>
}

/** Hosts other than those of the apps, from which debug data is fetched only with the user's leave. */
export function ProfileHostList({ hosts, backend, onChanged }: ProfileHostListProps) {
  const { pending, allowed } = hosts
  if (pending.length + allowed.length === 0) return null
  const decide = (host: string, isAllowed: boolean) => void decideHost(backend, host, isAllowed).then(onChanged)
  return (
    <section className="watch-hosts" aria-labelledby="watch-hosts-title">
      <h3 id="watch-hosts-title">Debug data on other hosts</h3>
      <p className="dim">
        An app named them as the place of its profiles. Nothing is fetched from a host you have not allowed.
      </p>
      <ul>
        {pending.map(({ host, profiles }) => (
          <li key={host}>
            <code>{host}</code>
            <span className="dim">{profiles === 1 ? '1 profile waits' : `${profiles} profiles wait`}</span>
            <span className="spring" />
            <span className="watch-answers">
              <button type="button" className="button button-small" onClick={() => decide(host, false)}>
                Forget
              </button>
              <button type="button" className="button button-small button-primary" onClick={() => decide(host, true)}>
                Allow
              </button>
            </span>
          </li>
        ))}
        {allowed.map((host) => (
          <li key={host}>
            <code>{host}</code>
            <span className="dim">allowed</span>
            <span className="spring" />
            <button type="button" className="button button-small" onClick={() => decide(host, false)}>
              Ask again
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
