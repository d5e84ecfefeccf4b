import { Mail } from 'lucide-react'
import { useState } from 'react'
import { useLog } from '../../state/log.ts'
import { useViewer } from '../../state/viewer-context.ts'
import { messageOf, showFailure } from '../../ui/failures.ts'
import { collectorSetting } from '../collector-setting.tsx'
import { NumberField, Switch } from '../controls.tsx'
import type { ControlProps, SettingsPage } from '../setting.ts'

/** Catching the mails that apps send. */
export const mailPage: SettingsPage = {
  id: 'mail',
  title: 'Mail',
  icon: Mail,
  settings: [
    {
      id: 'smtp.enabled',
      label: 'Catch mails',
      help: 'Takes what apps send by SMTP and shows it as events; nothing is delivered. Takes effect at once.',
      keywords: 'smtp listener email switch',
      useControl: (props) => <SmtpSwitch {...props} />,
      useReset: () => {
        const { backend } = useViewer()
        const isEnabled = useLog((log) => log.status?.smtp.isEnabled ?? true)
        return isEnabled ? null : () => void backend.request('smtp/switch', true).catch(showFailure)
      },
    },
    collectorSetting({
      id: 'smtp.port',
      label: 'SMTP port',
      help: 'Where mailers send to; 0 takes a free one. Takes effect at once.',
      keywords: 'email address',
      read: ({ smtp }) => smtp.port,
      write: (port) => ({ smtp: { port } }),
      draw: (value, commit, props) => (
        <NumberField {...props} isName value={value} minimum={0} maximum={65_535} onCommit={commit} />
      ),
    }),
    collectorSetting({
      id: 'smtp.starttls',
      label: 'Offer STARTTLS',
      help: 'Only for a mailer that insists: the certificate is made up, so it must not be checked. Takes effect at once.',
      keywords: 'encryption certificate tls email',
      read: ({ smtp }) => smtp.starttls,
      write: (starttls) => ({ smtp: { starttls } }),
      draw: (value, commit, props) => (
        <Switch {...props} isOn={value} onChange={(isOn) => void commit(isOn).catch(showFailure)} />
      ),
    }),
    collectorSetting({
      id: 'limits.mailBytes',
      label: 'Size of a mail',
      help: 'Larger ones are refused, as a mail server would. Takes effect at the next start.',
      keywords: 'limit maximum email',
      read: ({ limits }) => limits.mailBytes,
      write: (mailBytes) => ({ limits: { mailBytes } }),
      draw: (value, commit, props) => (
        <NumberField {...props} value={value} minimum={1} unit="bytes" onCommit={commit} />
      ),
    }),
  ],
}

function SmtpSwitch(props: ControlProps) {
  const { backend } = useViewer()
  const smtp = useLog((log) => log.status?.smtp)
  const [error, setError] = useState<string | null>(null)
  if (!smtp) return <span className="dim">…</span>

  function change(isOn: boolean) {
    setError(null)
    backend.request('smtp/switch', isOn).catch((reason: unknown) => setError(messageOf(reason)))
  }

  return (
    <div className="setting-field">
      <span className="setting-line">
        {smtp.address !== null && <span className="mono">{smtp.address}</span>}
        {smtp.isEnabled && smtp.address === null && <span className="dim">not listening</span>}
        <Switch {...props} isOn={smtp.isEnabled} onChange={change} />
      </span>
      {error !== null && (
        <p role="alert" className="setting-error">
          {error}
        </p>
      )}
    </div>
  )
}
