import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { displayPath, locationText, type Project } from '../../shared/code.ts'
import type { CodeLocation } from '../../shared/event.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { useCodeProjects, useProject } from './code-projects.ts'
import { LocationCode } from './location-code.tsx'
import { OpenInEditor } from './location-editor.tsx'
import { LocationRoot } from './location-root.tsx'
import './location.css'

const UNKNOWN: Project = { root: null, mappings: [] }

export interface LocationProps {
  /** The app that reported it. */
  readonly instance: string
  readonly location: CodeLocation
  /** What it is, for accessible names: `called from`. */
  readonly label: string
  /** Its code is shown at once where the project's folder is known, unless the user closed the last one. */
  readonly startsOpen?: boolean
}

/** A place in the code: its path, its lines on request, and the way into the editor. */
export function Location({ instance, location, label, startsOpen = false }: LocationProps) {
  const project = useProject(instance) ?? UNKNOWN
  const showsCaller = useCodeProjects((state) => state.showsCaller)
  const [chosen, setChosen] = useState<'code' | 'root' | 'closed' | null>(null)
  const shown = { ...location, file: displayPath(location.file, project) }
  const text = locationText(shown)
  const hasLine = location.line !== undefined
  const start = startsOpen && showsCaller && hasLine && project.root !== null ? 'code' : 'closed'
  const state = chosen ?? start

  const toggle = () => {
    const isOpen = state === 'closed'
    setChosen(isOpen ? 'code' : 'closed')
    if (startsOpen) useCodeProjects.setState({ showsCaller: isOpen })
  }

  return (
    <div className="location">
      <div className="location-line">
        {hasLine ? (
          <button type="button" className="location-path" aria-expanded={state !== 'closed'} onClick={toggle}>
            <ChevronRight size={14} aria-hidden />
            <code>{text}</code>
          </button>
        ) : (
          <code className="location-path">{text}</code>
        )}
        <span className="location-tools">
          <OpenInEditor
            instance={instance}
            location={location}
            hasRoot={project.root !== null}
            onRoot={() => setChosen('root')}
          />
          <CopyButton label={`Copy ${label}`} makeText={() => text} />
        </span>
      </div>
      {(state === 'root' || (state === 'code' && project.root === null)) && (
        <LocationRoot
          instance={instance}
          project={project}
          onDone={() => setChosen(hasLine ? 'code' : 'closed')}
          onCancel={() => setChosen('closed')}
        />
      )}
      {state === 'code' && project.root !== null && location.line !== undefined && (
        <LocationCode
          key={`${project.root} ${JSON.stringify(project.mappings)} ${text}`}
          instance={instance}
          location={{ ...location, line: location.line }}
          path={shown.file}
          onRoot={() => setChosen('root')}
        />
      )}
    </div>
  )
}
