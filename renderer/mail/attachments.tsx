import { Download, FileText } from 'lucide-react'
import type { EventId } from '../../shared/event.ts'
import type { EmailPayload } from '../../shared/events/email.ts'
import { formatBytes } from '../../shared/format.ts'
import { useViewer } from '../state/viewer-context.ts'
import { decodeBase64 } from '../ui/base64.ts'
import { showFailure } from '../ui/failures.ts'
import { saveBytes } from '../ui/save-bytes.ts'
import { attachmentFileName } from './attachment-name.ts'
import { readableName } from './safe-text.ts'

interface AttachmentsProps {
  readonly id: EventId
  readonly files: NonNullable<EmailPayload['files']>
  /** Names alone, of a mail that came without its files. */
  readonly names: readonly string[]
}

/** What is attached. Nothing is ever opened here: it can be saved, under a name made here. */
export function Attachments({ id, files, names }: AttachmentsProps) {
  const { backend } = useViewer()
  const save = async (index: number) => {
    try {
      const file = await backend.request('mail/file', { id, index })
      if (!file) throw new Error('the file is no longer in the log')
      saveBytes(attachmentFileName(id, index, file), [decodeBase64(file.base64)])
    } catch (error) {
      showFailure(error, 'Not saved')
    }
  }
  if (files.length === 0) {
    return (
      <>
        <p className="mail-quiet">The app told the names alone; the files did not come with the event.</p>
        <ul className="mail-files">
          {[...names.entries()].map(([index, name]) => (
            <li key={index}>
              <FileText size={15} aria-hidden />
              <bdi className="mail-file-name">{readableName(name)}</bdi>
            </li>
          ))}
        </ul>
      </>
    )
  }
  return (
    <ul className="mail-files">
      {[...files.entries()].map(([index, { name, type, size, isInline, contentId }]) => (
        <li key={index}>
          <FileText size={15} aria-hidden />
          <span className="mail-file-name">
            <bdi>{readableName(name) || 'without a name'}</bdi>
            <span className="mail-quiet">
              {[type, formatBytes(size), isInline && (contentId ? `embedded as ${contentId}` : 'embedded')]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          <button
            type="button"
            className="button button-small"
            aria-label={`Save ${readableName(name)}`}
            title={`Save as ${attachmentFileName(id, index, { name, type })}`}
            onClick={() => void save(index)}
          >
            <Download size={13} aria-hidden />
            Save
          </button>
        </li>
      ))}
    </ul>
  )
}
