import { useEffect, useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import { formatBytes } from '../../shared/format.ts'
import { CodeBlock } from '../code/code-block.tsx'
import { useViewer } from '../state/viewer-context.ts'
import { decodeBase64 } from '../ui/base64.ts'
import { messageOf } from '../ui/failures.ts'

const FOLD = 100_000

type Source = { readonly text: string; readonly size: number } | { readonly problem: string } | null

/** The message as it came, fetched when it is looked at. */
export function RawSource({ id }: { readonly id: EventId }) {
  const { backend } = useViewer()
  const [source, setSource] = useState<Source>(null)

  useEffect(() => {
    let isCurrent = true
    backend.request('mail/source', id).then(
      (found) => {
        if (!isCurrent) return
        if (!found) return setSource({ problem: 'The source is no longer in the log.' })
        const bytes = decodeBase64(found.base64)
        setSource({ text: decodeText(bytes), size: bytes.length })
      },
      (error: unknown) => {
        if (isCurrent) setSource({ problem: messageOf(error) })
      },
    )
    return () => {
      isCurrent = false
    }
  }, [backend, id])

  if (!source) return <p className="detail-loading">Loading…</p>
  if ('problem' in source) return <p className="detail-message">{source.problem}</p>
  return (
    <CodeBlock
      title={`Source, ${formatBytes(source.size)}`}
      text={source.text}
      language={null}
      label="raw source"
      foldAt={FOLD}
      hasLineNumbers
    />
  )
}

/** Mails are ASCII or UTF-8; where old mailers put other bytes, each shows as one letter. */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
