import { Bell } from 'lucide-react'
import { ALERT_KINDS, type AlertKind } from '../../../shared/alerts.ts'
import { showFailure } from '../../ui/failures.ts'
import { collectorSetting } from '../collector-setting.tsx'
import { NumberField, Switch } from '../controls.tsx'
import type { SettingsPage } from '../setting.ts'

const TEXTS: Readonly<Record<AlertKind, { readonly label: string; readonly help: string }>> = {
  error: { label: 'Errors', help: 'Importance 5 and more, what failed, and messages that could not be read.' },
  denied: { label: 'Denied access', help: 'An access check was answered with DENIED.' },
  slow: { label: 'Slow queries and requests', help: 'They took at least as long as set below.' },
  mail: { label: 'Mails', help: 'The app has sent a mail.' },
}

/** What is told of by the system's notifications. */
export const alertsPage: SettingsPage = {
  id: 'alerts',
  title: 'Notifications',
  icon: Bell,
  settings: [
    ...ALERT_KINDS.map((kind) =>
      collectorSetting({
        id: `alerts.${kind}`,
        ...TEXTS[kind],
        keywords: 'notification alert tell desktop',
        read: ({ alerts }) => alerts[kind],
        write: (isOn: boolean) => ({ alerts: { [kind]: isOn } }),
        draw: (value, commit, props) => (
          <Switch
            {...props}
            isOn={value}
            onChange={(isOn) => {
              if (isOn) askForPermission()
              commit(isOn).catch(showFailure)
            }}
          />
        ),
      }),
    ),
    collectorSetting({
      id: 'alerts.slowMs',
      label: 'Slow from',
      help: 'For notifications alone; the mark in the list has a threshold of its own.',
      keywords: 'notification threshold duration',
      read: ({ alerts }) => alerts.slowMs,
      write: (slowMs) => ({ alerts: { slowMs } }),
      draw: (value, commit, props) => (
        <NumberField {...props} value={value} minimum={1} maximum={3_600_000} unit="ms" onCommit={commit} />
      ),
    }),
  ],
}

/** A browser wants to be asked, and only at a click; the desktop window needs nothing. */
function askForPermission(): void {
  if (!window.tattler && 'Notification' in window) void Notification.requestPermission()
}
