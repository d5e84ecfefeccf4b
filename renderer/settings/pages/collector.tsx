import { Radio } from 'lucide-react'
import type { CollectorSettings } from '../../../shared/collector-settings.ts'
import { collectorSetting } from '../collector-setting.tsx'
import { useCollectorSettings } from '../collector-state.ts'
import { Field, NumberField } from '../controls.tsx'
import type { Setting, SettingsPage } from '../setting.ts'
import { alsoPortSettings } from './also-ports.tsx'

const MEGABYTE = 1_000_000

/** What is taken in, and how much of it is kept. */
export const collectorPage: SettingsPage = {
  id: 'collector',
  title: 'Collector',
  icon: Radio,
  Note: FileNote,
  settings: [
    collectorSetting({
      id: 'port',
      label: 'Port',
      help: 'Where apps send their events; 0 takes a free one. Takes effect at the next start.',
      keywords: 'address listen',
      read: ({ port }) => port,
      write: (port) => ({ port }),
      draw: (value, commit, props) => (
        <NumberField {...props} isName value={value} minimum={0} maximum={65_535} onCommit={commit} />
      ),
    }),
    ...alsoPortSettings,
    collectorSetting({
      id: 'retention.events',
      label: 'Events kept',
      help: 'Beyond this the oldest go; pinned events stay. Takes effect at once.',
      keywords: 'retention limit delete',
      read: ({ retention }) => retention.events,
      write: (events) => ({ retention: { events } }),
      draw: (value, commit, props) => <NumberField {...props} value={value} minimum={1} onCommit={commit} />,
    }),
    collectorSetting({
      id: 'retention.bytes',
      label: 'Disk space',
      help: 'The log takes at most this much; then the oldest events go. Takes effect at once.',
      keywords: 'retention limit bytes size delete',
      read: ({ retention }) => retention.bytes,
      write: (bytes) => ({ retention: { bytes } }),
      draw: (value, commit, props) => (
        <NumberField
          {...props}
          value={Math.max(1, Math.round(value / MEGABYTE))}
          minimum={1}
          maximum={1_000_000}
          unit="MB"
          onCommit={(megabytes) => commit(megabytes * MEGABYTE)}
        />
      ),
    }),
    collectorSetting({
      id: 'retention.points',
      label: 'Points of metrics kept',
      help: 'Measurements of all metrics together. Beyond this the oldest go. Takes effect at once.',
      keywords: 'retention limit delete series measurements',
      read: ({ retention }) => retention.points,
      write: (points) => ({ retention: { points } }),
      draw: (value, commit, props) => <NumberField {...props} value={value} minimum={1} onCommit={commit} />,
    }),
    makeList({
      id: 'allowedOrigins',
      label: 'Allowed web pages',
      help: 'Origins that may send events, one a line, like https://app.test. Loopback ones always may. Takes effect at once.',
      keywords: 'origin cors security browser',
      explain: 'An origin is a scheme and a host, without a path: https://app.test',
      shape: /^[a-z][a-z0-9+.-]*:\/\/[^/\s]+$/i,
    }),
    makeList({
      id: 'allowedHosts',
      label: 'Allowed host names',
      help: 'Names under which apps reach this machine, one a line, without a port. Takes effect at once.',
      keywords: 'host dns rebinding security',
      explain: 'A name without scheme, port or path, in lower case: tattler.test',
      shape: /^[^\s/:A-Z]+$/,
    }),
    makeLimit('messageBytes', 'Size of a message', 'bytes', 'After decompression. Longer ones are refused.'),
    makeLimit('eventsPerMessage', 'Events in a message', 'events', 'Messages with more are refused.'),
    makeLimit('depth', 'Depth of a message', 'levels', 'JSON inside JSON; a nested event costs two levels.'),
    makeLimit('stringLength', 'Length of a string', 'characters', 'Messages with a longer one are refused.'),
    makeLimit(
      'openBytes',
      'Messages at a time',
      'bytes',
      'More that is sent at once waits, and is turned away after 10 s.',
    ),
  ],
}

function FileNote() {
  const settings = useCollectorSettings((state) => state.settings)
  const error = useCollectorSettings((state) => state.error)
  if (error !== null) {
    return (
      <p role="alert" className="setting-error">
        The settings could not be read: {error}
      </p>
    )
  }
  return <p className="settings-note">Kept in {settings ? <code>{settings.file}</code> : 'settings.json'}.</p>
}

interface ListTexts extends Pick<Setting, 'label' | 'help' | 'keywords'> {
  readonly id: 'allowedOrigins' | 'allowedHosts'
  /** What each line must look like, in words and as a pattern. */
  readonly explain: string
  readonly shape: RegExp
}

function makeList({ id, explain, shape, ...texts }: ListTexts): Setting {
  return collectorSetting({
    id,
    ...texts,
    isWide: true,
    read: (settings) => settings[id],
    write: (lines) => ({ [id]: lines }),
    draw: (value, commit, props) => (
      <Field
        {...props}
        isMultiline
        value={value}
        format={(lines) => lines.join('\n')}
        parse={(text) => {
          const lines = text.split('\n').map((line) => line.trim())
          const wrong = lines.find((line) => line !== '' && !shape.test(line))
          if (wrong !== undefined) throw new Error(`“${wrong}” does not fit. ${explain}.`)
          return lines.filter((line) => line !== '')
        }}
        onCommit={commit}
      />
    ),
  })
}

function makeLimit(name: keyof CollectorSettings['limits'], label: string, unit: string, help: string): Setting {
  return collectorSetting({
    id: `limits.${name}`,
    label,
    help: `${help} Takes effect at the next start.`,
    keywords: 'limit maximum',
    read: ({ limits }) => limits[name],
    write: (value) => ({ limits: { [name]: value } }),
    draw: (value, commit, props) => <NumberField {...props} value={value} minimum={1} unit={unit} onCommit={commit} />,
  })
}
