import { Paperclip, X } from 'lucide-react'
import { useState } from 'react'
import type { DraftFile } from '../../shared/composer.ts'
import { formatBytes } from '../../shared/format.ts'
import { useViewer } from '../state/viewer-context.ts'
import { showFailure } from '../ui/failures.ts'
import { uploadFile } from './send.ts'
import './file-field.css'

interface FileFieldProps {
  readonly file: DraftFile | null
  /** Accessible name. */
  readonly label: string
  onFile(file: DraftFile): void
  /** Without it a file can be changed, but not taken away. */
  onRemove?(): void
}

/** A file for a body: it is handed to Tattler when it is chosen. */
export function FileField({ file, label, onFile, onRemove }: FileFieldProps) {
  const { backend } = useViewer()
  const [isLoading, setLoading] = useState(false)

  const choose = () => {
    const input = document.createElement('input')
    input.type = 'file'
    input.onchange = () => void take(input.files?.[0])
    input.click()
  }
  const take = async (chosen: File | undefined) => {
    if (!chosen) return
    setLoading(true)
    try {
      onFile(await uploadFile(backend, chosen))
    } catch (error) {
      showFailure(error)
    } finally {
      setLoading(false)
    }
  }

  const isMissing = file !== null && file.upload === null
  return (
    <span className="file-field">
      <button type="button" className="button button-small" aria-label={label} disabled={isLoading} onClick={choose}>
        <Paperclip size={13} aria-hidden />
        {isLoading ? 'Reading…' : file && !isMissing ? 'Change' : 'Choose a file'}
      </button>
      {file && (
        <span className="file-name" data-missing={isMissing || undefined}>
          {file.name}
          <span className="dim">{isMissing ? ' to be chosen' : ` ${formatBytes(file.bytes)}`}</span>
        </span>
      )}
      {file && onRemove && (
        <button
          type="button"
          className="icon-button"
          aria-label="Take the file away"
          title="Text instead"
          onClick={onRemove}
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  )
}
