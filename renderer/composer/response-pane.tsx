import { CircleX, Download, SendHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { ComposerResponse, SendFailure, SendResult } from '../../shared/composer.ts'
import { formatBytes, formatDuration } from '../../shared/format.ts'
import { StatusBadge } from '../detail/views/http-badges.tsx'
import { findField, mediaType } from '../detail/views/http-body.ts'
import { toRows } from '../detail/views/http-fields.ts'
import { useViewer } from '../state/viewer-context.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { showFailure } from '../ui/failures.ts'
import { KeyValueTable } from '../ui/key-value-table.tsx'
import { saveBytes } from '../ui/save-bytes.ts'
import { Scroller } from '../ui/scroller.ts'
import { Tabs } from '../ui/tabs.tsx'
import { useComposer } from './composer-state.ts'
import { ResponseBodyView } from './response-body-view.tsx'
import { readBody } from './send.ts'
import './response-pane.css'

/** What came back. */
export function ResponsePane() {
  const shown = useComposer((composer) => composer.shown)
  const isRunning = useComposer(({ run }) => run !== null)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  return (
    <section ref={setScroller} className="response" aria-label="Response" aria-busy={isRunning}>
      {shown === null ? (
        <Waiting isRunning={isRunning} />
      ) : (
        <Scroller value={scroller}>
          <ResponseHead result={shown.result} />
          {shown.result.failure && <Failure failure={shown.result.failure} />}
          {shown.result.response && (
            <ResponseParts run={shown.run} response={shown.result.response} bytes={shown.body} />
          )}
        </Scroller>
      )}
    </section>
  )
}

function Waiting({ isRunning }: { readonly isRunning: boolean }) {
  return (
    <div className="response-empty">
      <SendHorizontal size={22} aria-hidden />
      <p>
        {isRunning
          ? 'Waiting for the answer…'
          : 'Send a request: its response appears here, and its debug data beside it.'}
      </p>
    </div>
  )
}

function ResponseHead({ result: { response, isCancelled } }: { readonly result: SendResult }) {
  if (!response) return isCancelled ? <p className="response-head">Cancelled.</p> : null
  const { status, reason, duration, firstByte, bytes, wireBytes } = response
  return (
    <div className="response-head" role="status">
      <StatusBadge status={reason === '' ? status : `${status} ${reason}`} />
      <span title={`First byte after ${formatDuration(firstByte)}`}>{formatDuration(duration)}</span>
      <span title={`${wireBytes.toLocaleString('en')} bytes over the wire`}>
        {formatBytes(bytes)}
        {wireBytes !== bytes && wireBytes > 0 && <span className="dim"> as {formatBytes(wireBytes)}</span>}
      </span>
      {isCancelled && <span>cancelled</span>}
    </div>
  )
}

/** What went wrong, and what to do about it. */
function Failure({ failure: { message, hint } }: { readonly failure: SendFailure }) {
  return (
    <div className="response-failure" role="alert">
      <CircleX size={16} aria-hidden />
      <p>
        <b>{message}</b> {hint}
      </p>
    </div>
  )
}

interface ResponsePartsProps {
  readonly run: number
  readonly response: ComposerResponse
  readonly bytes: Uint8Array
}

function ResponseParts({ run, response, bytes }: ResponsePartsProps) {
  const [tab, setTab] = useState('Body')
  const { headers } = response
  return (
    <div className="response-parts">
      <div className="response-tools">
        {bytes.length > 0 && (
          <>
            <CopyButton label="Copy the body" caption="Copy" makeText={() => new TextDecoder().decode(bytes)} />
            <SaveButton response={response} />
          </>
        )}
      </div>
      <Tabs
        label="Parts of the response"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          { name: 'Body', render: () => <ResponseBodyView key={run} response={response} bytes={bytes} /> },
          {
            name: 'Headers',
            badge: headers.length,
            render: () => <KeyValueTable rows={toRows(headers)} label="Headers" search="" isRevealed={false} />,
          },
        ]}
      />
    </div>
  )
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'text/html': 'html',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/plain': 'txt',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
}

/** Saves all of the body; it is read from the collector now, as only its beginning is here. */
function SaveButton({ response }: { readonly response: ComposerResponse }) {
  const { backend } = useViewer()
  const [isSaving, setSaving] = useState(false)
  const save = async () => {
    setSaving(true)
    try {
      const type = mediaType(findField(response.headers, 'content-type'))
      saveBytes(`response.${EXTENSIONS[type] ?? 'bin'}`, [await readBody(backend, response.bytes)])
    } catch (error) {
      showFailure(error, 'Not saved')
    } finally {
      setSaving(false)
    }
  }
  return (
    <button type="button" className="copy-button" title="Save the body" disabled={isSaving} onClick={() => void save()}>
      <Download size={14} aria-hidden />
      <span>{isSaving ? 'Saving…' : 'Save'}</span>
    </button>
  )
}
