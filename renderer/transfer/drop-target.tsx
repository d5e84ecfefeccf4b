import { FileInput } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useViewer } from '../state/viewer-context.ts'
import { importFiles } from './import-files.ts'

/** Takes files that are dropped anywhere on the window. */
export function DropTarget() {
  const { backend } = useViewer()
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(true)
    }
    const onDragLeave = (event: DragEvent) => {
      // It leaves each element it passes; the window has nothing it goes to.
      if (event.relatedTarget === null) setIsOver(false)
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(false)
      void importFiles(backend, [...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [backend])
  if (!isOver) return null
  return (
    <div className="drop-hint" aria-hidden>
      <FileInput size={28} />
      Drop to import
    </div>
  )
}
