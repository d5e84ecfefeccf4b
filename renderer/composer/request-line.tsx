import { SendHorizontal, Square } from 'lucide-react'
import type { ClipboardEvent, FormEvent } from 'react'
import { formatDuration } from '../../shared/format.ts'
import { useKeyName } from '../commands/registry.ts'
import { useNow } from '../list/use-now.ts'
import { useViewer } from '../state/viewer-context.ts'
import { changeDraft, changeUrl, useComposer } from './composer-state.ts'
import { isCurl } from './curl/parse-curl.ts'
import { importCurl } from './import-curl.tsx'
import { cancelSending, sendDraft } from './send.ts'
import { VariableInput } from './variable-input.tsx'
import './framed.css'
import './method.css'
import './request-line.css'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/** Method, address, and the button that sends. A curl command that is pasted as the address becomes the request. */
export function RequestLine() {
  const { backend } = useViewer()
  const url = useComposer(({ draft }) => draft.url)
  const isRunning = useComposer(({ run }) => run !== null)
  const key = useKeyName('compose/send')

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void sendDraft(backend)
  }
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text')
    if (!isCurl(text)) return
    event.preventDefault()
    importCurl(text)
  }

  return (
    <form className="request-line" onSubmit={submit}>
      <MethodField />
      <VariableInput
        label="Address"
        className="request-url framed"
        placeholder="http://localhost:8000/users, or paste a curl command"
        inputMode="url"
        value={url}
        onText={changeUrl}
        onPaste={paste}
      />
      {isRunning ? (
        <button type="button" className="button" onClick={() => void cancelSending(backend)}>
          <Square size={12} fill="currentColor" aria-hidden />
          Cancel
          <RunningTime />
        </button>
      ) : (
        <button type="submit" className="button button-primary" title={key === null ? 'Send' : `Send (${key})`}>
          <SendHorizontal size={14} aria-hidden />
          Send
        </button>
      )}
    </form>
  )
}

/** The usual methods to choose from; another one is written. */
function MethodField() {
  const method = useComposer(({ draft }) => draft.method)
  if (METHODS.includes(method)) {
    return (
      <select
        className="request-method method framed"
        aria-label="Method"
        data-method={method}
        value={method}
        onChange={({ target }) => changeDraft({ method: target.value })}
      >
        {METHODS.map((one) => (
          <option key={one}>{one}</option>
        ))}
        <option value="">Other…</option>
      </select>
    )
  }
  return (
    <VariableInput
      label="Method"
      className="request-method method framed"
      placeholder="METHOD"
      autoFocus={method === ''}
      value={method}
      onText={(text) => changeDraft({ method: text.toUpperCase() })}
      onBlur={() => method === '' && changeDraft({ method: 'GET' })}
    />
  )
}

function RunningTime() {
  const since = useComposer(({ run }) => run?.since ?? 0)
  const now = useNow('relative')
  const seconds = Math.max(0, Math.floor((now - since) / 1000))
  return <span className="dim">{seconds > 0 && formatDuration(seconds * 1000)}</span>
}
