import { ChevronDown, Copy } from 'lucide-react'
import type { RequestPayload } from '../../../shared/events/request.ts'
import { Popover } from '../../ui/popover.tsx'
import { showToast } from '../../ui/toasts.tsx'
import { type ComposedRequest, composeRequest, hasSecrets } from './request-compose.ts'
import { toCurl, toFetch, toRawHttp } from './request-copy.ts'

const FORMATS: readonly { readonly name: string; write(request: ComposedRequest): string }[] = [
  { name: 'cURL', write: toCurl },
  { name: 'fetch', write: toFetch },
  { name: 'raw HTTP', write: toRawHttp },
]

/** Copies the request in a form that sends it again, and says whether secrets went along. */
export function RequestCopyMenu({ payload }: { readonly payload: RequestPayload }) {
  return (
    <Popover
      label="Copy as"
      className="button button-small"
      align="end"
      trigger={
        <>
          <Copy size={13} aria-hidden />
          Copy as
          <ChevronDown size={13} aria-hidden />
        </>
      }
    >
      {(close) =>
        hasSecrets(payload) ? (
          <>
            <Formats payload={payload} secrets="without" onDone={close} />
            <Formats payload={payload} secrets="with" onDone={close} />
          </>
        ) : (
          <Formats payload={payload} secrets="none" onDone={close} />
        )
      }
    </Popover>
  )
}

interface FormatsProps {
  readonly payload: RequestPayload
  readonly secrets: 'with' | 'without' | 'none'
  onDone(): void
}

const SUFFIXES = { with: ', with secrets', without: ', secrets left out', none: '' } as const

function Formats({ payload, secrets, onDone }: FormatsProps) {
  const copy = ({ name, write }: (typeof FORMATS)[number]) => {
    onDone()
    navigator.clipboard.writeText(write(composeRequest(payload, secrets !== 'without'))).then(
      () => showToast(`Copied as ${name}${SUFFIXES[secrets]}.`),
      () => showToast('Copying failed.', { tone: 'bad' }),
    )
  }
  return (
    <div className="menu">
      {secrets === 'without' && <div className="menu-title">Secrets left out</div>}
      {secrets === 'with' && <div className="menu-title">With secrets: whoever gets it can sign in</div>}
      {FORMATS.map((format) => (
        <button
          key={format.name}
          type="button"
          className="menu-item"
          aria-label={`Copy as ${format.name}${SUFFIXES[secrets]}`}
          onClick={() => copy(format)}
        >
          {format.name}
        </button>
      ))}
    </div>
  )
}
