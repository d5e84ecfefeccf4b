import { TerminalSquare } from 'lucide-react'
import { useState } from 'react'
import { messageOf, showFailure } from '../ui/failures.ts'
import { Popover } from '../ui/popover.tsx'
import { showToast } from '../ui/toasts.tsx'
import { openDraft } from './composer-state.ts'
import { parseCurl } from './curl/parse-curl.ts'
import './framed.css'
import './import-curl.css'

/** Makes the request of a curl command the one that is written; false, and a message, for what is none. */
export function importCurl(text: string): boolean {
  try {
    const { draft, ignored } = parseCurl(text)
    openDraft(draft)
    if (ignored.length > 0) showToast(`Imported, but for what means nothing here: ${ignored.join(', ')}.`)
    return true
  } catch (error) {
    showFailure(error)
    return false
  }
}

/** A field for a curl command, as browsers and documentation have them. */
export function ImportCurl() {
  return (
    <Popover
      label="Import a curl command"
      className="button button-small"
      trigger={
        <>
          <TerminalSquare size={13} aria-hidden />
          <span className="button-text">Import cURL</span>
        </>
      }
    >
      {(close) => <CurlField onDone={close} />}
    </Popover>
  )
}

function CurlField({ onDone }: { onDone(): void }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const take = () => {
    try {
      parseCurl(text)
    } catch (error) {
      setProblem(messageOf(error))
      return
    }
    importCurl(text)
    onDone()
  }
  return (
    <form
      className="curl-field"
      onSubmit={(event) => {
        event.preventDefault()
        take()
      }}
    >
      <label>
        A curl command, for sh or for cmd.exe
        <textarea
          // The panel was opened to write in it.
          ref={(field) => field?.focus()}
          rows={6}
          spellCheck={false}
          className="mono framed"
          placeholder="curl 'http://localhost:8000/users' -H 'Accept: application/json'"
          value={text}
          onChange={({ target }) => {
            setText(target.value)
            setProblem(null)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            take()
          }}
        />
      </label>
      {problem !== null && (
        <p role="alert" className="body-problem">
          {problem}
        </p>
      )}
      <button type="submit" className="button button-primary" disabled={text.trim() === ''}>
        Import
      </button>
    </form>
  )
}
