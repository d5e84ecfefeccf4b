import { useState } from 'react'
import { useLog } from '../../state/log.ts'
import { messageOf } from '../../ui/failures.ts'
import { collectorSetting } from '../collector-setting.tsx'
import { Field, Switch } from '../controls.tsx'
import type { ControlProps, Setting } from '../setting.ts'

/** Systems whose clients look for a port of their own where nobody tells them another. */
const SYSTEMS = [
  { name: 'DataCat', port: 9090 },
  { name: 'Codebolt', port: 12_345 },
]
const SYSTEM_PORTS = SYSTEMS.map(({ port }) => port)

/** Ports that are listened on besides the first one. */
export const alsoPortSettings: readonly Setting[] = [
  ...SYSTEMS.map(({ name, port }) =>
    collectorSetting({
      id: `alsoPorts.${port}`,
      label: `${name}’s port ${port}`,
      help: `Listens there, too, for clients of ${name} that are told no other port. Takes effect at once.`,
      keywords: 'address listen also default',
      read: ({ alsoPorts }) => alsoPorts.includes(port),
      write: (isOn, { alsoPorts }) => ({
        alsoPorts: [...alsoPorts.filter((other) => other !== port), ...(isOn ? [port] : [])],
      }),
      draw: (isOn, commit, props) => <PortSwitch {...props} port={port} isOn={isOn} onChange={commit} />,
    }),
  ),
  collectorSetting({
    id: 'alsoPorts',
    label: 'Other ports',
    help: 'Ports to listen on as well, like 8000, 9000. Takes effect at once.',
    keywords: 'address listen also',
    read: ({ alsoPorts }) => alsoPorts.filter((port) => !SYSTEM_PORTS.includes(port)),
    write: (others, { alsoPorts }) => ({
      alsoPorts: [...alsoPorts.filter((port) => SYSTEM_PORTS.includes(port)), ...others],
    }),
    draw: (value, commit, props) => (
      <Field
        {...props}
        isNumeric
        value={value}
        format={(ports) => ports.join(', ')}
        parse={parsePorts}
        onCommit={commit}
      />
    ),
  }),
]

function parsePorts(text: string): readonly number[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '')
  const ports = words.map((word) => {
    const port = Number(word)
    if (/^\d{1,5}$/.test(word) && port >= 1 && port <= 65_535) return port
    throw new Error(`“${word}” is no port: a whole number, 1 to 65535`)
  })
  return [...new Set(ports)]
}

interface PortSwitchProps extends ControlProps {
  readonly port: number
  readonly isOn: boolean
  onChange(isOn: boolean): Promise<void>
}

/** Says beside the switch whether the port is listened on, and below it why not. */
function PortSwitch({ port, isOn, onChange, ...props }: PortSwitchProps) {
  const isListening = useLog((log) => log.status?.addresses.some((address) => address.endsWith(`:${port}`)) ?? false)
  const [error, setError] = useState<string | null>(null)

  function change(next: boolean) {
    setError(null)
    onChange(next).catch((reason: unknown) => setError(messageOf(reason)))
  }

  return (
    <div className="setting-field">
      <span className="setting-line">
        {isListening && <span className="dim">listening</span>}
        {isOn && !isListening && <span className="dim setting-late">not listening</span>}
        <Switch {...props} isOn={isOn} onChange={change} />
      </span>
      {error !== null && (
        <p role="alert" className="setting-error">
          {error}
        </p>
      )}
    </div>
  )
}
