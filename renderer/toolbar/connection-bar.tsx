import { KeyRound, Unplug } from 'lucide-react'
import { useLog } from '../state/log.ts'

/** Says so while the collector cannot be reached. */
export function ConnectionBar() {
  const connection = useLog((log) => log.connection)
  if (connection === 'lost') {
    return (
      <div className="connection-bar" role="alert">
        <Unplug size={14} aria-hidden />
        The connection to Tattler was lost. Reconnecting; the list goes on where it stopped.
      </div>
    )
  }
  if (connection === 'refused') {
    return (
      <div className="connection-bar" role="alert">
        <KeyRound size={14} aria-hidden />
        <span>
          Tattler refused this page: its token is missing or from an earlier run. Open the address that{' '}
          <code>tattler serve</code> printed when it started, with the token in it.
        </span>
      </div>
    )
  }
  return null
}
