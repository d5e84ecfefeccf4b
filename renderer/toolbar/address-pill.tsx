import type { CollectorStatus } from '../../shared/messages.ts'
import type { Connection } from '../backend.ts'
import { copyAddress } from '../state/actions.ts'
import { useLog } from '../state/log.ts'

/** Where senders connect to, whether anything arrives, and how fast; a click copies the address. */
export function AddressPill() {
  const status = useLog((log) => log.status)
  const connection = useLog((log) => log.connection)
  const address = status?.addresses[0]
  const { state, label } = describeState(connection, status)

  return (
    <button
      type="button"
      className="pill address-pill"
      data-state={state}
      onClick={() => void copyAddress()}
      title={`${label}${address ? `. Click to copy ${status.addresses.join(', ')}` : ''}`}
      aria-label={`${address ?? 'No address'}: ${label}. Copy the address`}
    >
      <span className="dot" aria-hidden />
      <span className="mono">{address ?? '…'}</span>
      {state !== 'ok' && <span>{label}</span>}
    </button>
  )
}

function describeState(connection: Connection, status: CollectorStatus | null) {
  if (connection === 'lost') return { state: 'bad', label: 'connection lost' }
  if (connection === 'refused') return { state: 'bad', label: 'access refused' }
  if (connection === 'connecting' || !status) return { state: 'wait', label: 'connecting' }
  if (status.addresses.length === 0) return { state: 'bad', label: 'not listening' }
  if (status.isBeyondLoopback) return { state: 'wait', label: 'open to the network' }
  return { state: 'ok', label: status.senders === 1 ? '1 sender connected' : `${status.senders} senders connected` }
}
