import { ScanEye } from 'lucide-react'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Backend } from '../backend.ts'
import { messageOf } from '../ui/failures.ts'

interface WatchFormProps {
  readonly backend: Backend
  onOpened(): Promise<void>
}

/** Target in; where the app is used then, the list tells. */
export function WatchForm({ backend, onOpened }: WatchFormProps) {
  const [target, setTarget] = useState('')
  const [app, setApp] = useState('')
  const [port, setPort] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [page, setPage] = useState<string | null>(null)
  const [isOpening, setOpening] = useState(false)
  const problemId = useId()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])

  const open = async (event: FormEvent) => {
    event.preventDefault()
    if (isOpening) return
    setOpening(true)
    try {
      const opened = await backend.request('proxy/open', { target, app, port: Number(port), isRemembered: true })
      setPage(opened.page)
      setTarget('')
      setApp('')
      setPort('')
      setProblem(null)
      await onOpened()
    } catch (error) {
      setPage(null)
      setProblem(messageOf(error))
    } finally {
      setOpening(false)
    }
  }

  return (
    <form className="watch-form" onSubmit={(event) => void open(event)}>
      <label className="watch-target">
        Address of the app
        <input
          ref={field}
          type="text"
          inputMode="url"
          required
          value={target}
          placeholder="http://localhost:8000"
          autoComplete="off"
          spellCheck={false}
          aria-describedby={problem === null ? undefined : problemId}
          aria-invalid={problem !== null}
          onChange={(event) => setTarget(event.target.value)}
        />
      </label>
      <label>
        Shown as
        <input
          type="text"
          value={app}
          maxLength={200}
          placeholder="its host"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setApp(event.target.value)}
        />
      </label>
      <label className="watch-port">
        At port
        <input
          type="text"
          inputMode="numeric"
          pattern="\d{1,5}"
          title="A port, from 1 to 65535"
          value={port}
          placeholder="any free"
          autoComplete="off"
          onChange={(event) => setPort(event.target.value)}
        />
      </label>
      <button type="submit" className="button button-primary" disabled={isOpening}>
        <ScanEye size={14} aria-hidden /> Watch
      </button>
      {problem !== null && (
        <p id={problemId} className="watch-problem" role="alert">
          {problem}
        </p>
      )}
      {page !== null && (
        <p className="watch-page" role="status">
          The page you named is at{' '}
          <a href={page} target="_blank" rel="noreferrer">
            {page}
          </a>
        </p>
      )}
    </form>
  )
}
