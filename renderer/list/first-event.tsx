import { Check, Copy, Send } from 'lucide-react'
import { useState } from 'react'
import { sendTestEvent } from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Segmented } from '../ui/segmented.tsx'
import { LANGUAGES, type Language, writeFirstEvent } from './first-event-code.ts'

const LANGUAGE_OPTIONS = LANGUAGES.map(({ id, label }) => ({ value: id, label }))

/** What an empty log shows: how an app sends its first event, and a way to see one without an app. */
export function FirstEvent() {
  const { backend } = useViewer()
  const address = useLog((log) => log.status?.addresses[0])
  const [language, setLanguage] = useState<Language>('curl')
  const code = writeFirstEvent(language, address ?? '127.0.0.1:7357')

  return (
    <div className="state">
      <div className="state-card">
        <h2>Waiting for the first event</h2>
        <p className="dim">
          {address ? (
            <>
              Tattler listens on <span className="mono">{address}</span>. Send it a document with events, from any
              language:
            </>
          ) : (
            'Tattler is not listening yet.'
          )}
        </p>
        <div className="snippet">
          <div className="snippet-bar">
            <Segmented
              label="Language"
              value={language}
              options={LANGUAGE_OPTIONS}
              onChange={(chosen) => setLanguage(chosen)}
            />
            <CopyButton key={language} text={code} />
          </div>
          <pre>
            <code>{code}</code>
          </pre>
        </div>
        <div className="state-actions">
          <button type="button" className="button button-primary" onClick={() => void sendTestEvent(backend)}>
            <Send size={14} aria-hidden /> Send a test event
          </button>
          <span className="dim">goes through the same listener as your app</span>
        </div>
      </div>
    </div>
  )
}

function CopyButton({ text }: { text: string }) {
  const [isCopied, setIsCopied] = useState(false)
  return (
    <button
      type="button"
      className="button button-small"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setIsCopied(true))}
    >
      {isCopied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  )
}
