import { useLog } from '../state/log.ts'
import { closeOverlay } from '../state/overlays.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { RejectionList } from './rejection-list.tsx'
import { rejectionsIn } from './rejections.ts'
import { SelfTest } from './self-test.tsx'
import { connectionSnippets } from './snippets.ts'
import './doctor.css'

/** Why nothing arrives: where Tattler listens, whom it turned away and why, whether the way is free, and how to get here. */
export function DoctorDialog() {
  const status = useLog((log) => log.status)
  const rejections = rejectionsIn(status?.notices ?? [])
  const port = status?.addresses[0]?.split(':').at(-1) ?? '7357'
  return (
    <Dialog title="Connection doctor" className="doctor" onClose={() => closeOverlay('doctor')}>
      <div className="dialog-content">
        <section aria-labelledby="doctor-addresses">
          <h3 id="doctor-addresses">Listening</h3>
          {status && (
            <ul className="doctor-addresses" aria-labelledby="doctor-addresses">
              {status.addresses.map((address) => (
                <li key={address}>
                  <code>{address}</code>
                  <CopyButton label={`Copy ${address}`} makeText={() => address} />
                </li>
              ))}
              <li>
                <code>{status.smtp.address ?? 'no port'}</code> <span className="dim">for mails</span>
              </li>
            </ul>
          )}
          <p className={status?.isBeyondLoopback ? 'doctor-open' : 'dim'}>
            {status?.isBeyondLoopback
              ? 'Open to the network: whoever sends needs the token in the file send-token in the data folder.'
              : 'Programs of this machine alone can reach these. Sending needs no token.'}
          </p>
        </section>
        <SelfTest />
        <section aria-labelledby="doctor-rejected">
          <h3 id="doctor-rejected">Rejected</h3>
          <RejectionList rejections={rejections} />
        </section>
        <section aria-labelledby="doctor-snippets">
          <h3 id="doctor-snippets">From elsewhere</h3>
          {connectionSnippets(port).map(({ id, title, about, code }) => (
            <details key={id} className="doctor-snippet">
              <summary>{title}</summary>
              <p className="dim">{about}</p>
              <div className="doctor-code">
                <pre>{code}</pre>
                <CopyButton label={`Copy the lines for ${title}`} makeText={() => code} />
              </div>
            </details>
          ))}
        </section>
      </div>
    </Dialog>
  )
}
