import { ChevronRight } from 'lucide-react'
import { type RefObject, useMemo, useRef, useState } from 'react'
import { displayPath, locationText, type Project } from '../../shared/code.ts'
import type { CodeLocation } from '../../shared/event.ts'
import type { Command } from '../commands/command.ts'
import { useCommands } from '../commands/registry.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { useCodeProjects, useProject } from './code-projects.ts'
import { useDetail } from './detail-context.ts'
import { LocationCode } from './location-code.tsx'
import { OpenInEditor } from './location-editor.tsx'
import { LocationRoot } from './location-root.tsx'
import './location.css'

const UNKNOWN: Project = { root: null, mappings: [] }
const NO_COMMANDS: readonly Command[] = []

export interface LocationProps {
  /** The app that reported it. */
  readonly instance: string
  readonly location: CodeLocation
  /** What it is, for accessible names: `called from`. */
  readonly label: string
  /**
   * The place an event comes from. Its code is shown at once where the project's folder is known, unless the user closed
   * the last one, and a command opens it.
   */
  readonly isCaller?: boolean
}

/** A place in the code: its path, its lines on request, and the way into the editor. */
export function Location({ instance, location, label, isCaller = false }: LocationProps) {
  const { backend } = useDetail()
  const project = useProject(instance) ?? UNKNOWN
  const showsCaller = useCodeProjects((state) => state.showsCaller)
  const [chosen, setChosen] = useState<'code' | 'root' | 'closed' | null>(null)
  const shown = { ...location, file: displayPath(location.file, project) }
  const text = locationText(shown)
  const hasLine = location.line !== undefined
  const start = isCaller && showsCaller && hasLine && project.root !== null ? 'code' : 'closed'
  const state = chosen ?? start
  const tools = useRef<HTMLSpanElement>(null)
  useOpenCommand(isCaller, tools)

  const toggle = () => {
    const isOpen = state === 'closed'
    setChosen(isOpen ? 'code' : 'closed')
    if (isCaller) useCodeProjects.setState({ showsCaller: isOpen })
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
        <span ref={tools} className="location-tools">
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
          backend={backend}
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

/** A key for the button that opens the editor: it may have to ask for the folder or the editor first, as a click does. */
function useOpenCommand(isOffered: boolean, tools: RefObject<HTMLElement | null>): void {
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'event/open-editor',
        label: 'Open the code in an editor',
        group: 'Events',
        keywords: 'source file line location',
        keys: ['o'],
        run: () => tools.current?.querySelector('button')?.click(),
      },
    ],
    [tools],
  )
  useCommands(isOffered ? commands : NO_COMMANDS)
}
