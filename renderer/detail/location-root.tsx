import { Folder, Plus, X } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useState } from 'react'
import type { PathMapping, Project, RootSuggestion } from '../../shared/code.ts'
import type { Backend } from '../backend.ts'
import { messageOf } from '../ui/failures.ts'
import { setProject } from './code-projects.ts'
import './location.css'

interface LocationRootProps {
  readonly backend: Backend
  readonly instance: string
  readonly project: Project
  onDone(): void
  onCancel(): void
}

/** Asks where the code of an app is, and suggests where it seems to be. */
export function LocationRoot({ backend, instance, project, onDone, onCancel }: LocationRootProps) {
  const id = useId()
  const [path, setPath] = useState(project.root ?? '')
  const [mappings, setMappings] = useState<readonly MappingRow[]>(() => project.mappings.map(makeRow))
  const [problem, setProblem] = useState<string | null>(null)
  const suggestions = useSuggestions(backend, instance)

  const use = async (next: Project) => {
    try {
      await setProject(backend, instance, next)
      onDone()
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void use({ root: path, mappings: mappings.map(({ from, to }) => ({ from, to })) })
  }
  const chooseFolder = async () => {
    const folder = await window.tattler?.chooseFolder()
    if (folder) setPath(folder)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    onCancel()
  }

  return (
    <form className="location-root" aria-labelledby={`${id}-title`} onSubmit={onSubmit} onKeyDown={onKeyDown}>
      <h4 id={`${id}-title`}>Where is the code of {instance}?</h4>
      <Suggestions suggestions={suggestions} current={project} onUse={(suggestion) => void use(suggestion)} />
      <label className="location-label" htmlFor={`${id}-path`}>
        Folder of the project
      </label>
      <div className="location-field">
        <input
          id={`${id}-path`}
          value={path}
          spellCheck={false}
          placeholder="/home/me/shop"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          onChange={(event) => {
            setPath(event.target.value)
            setProblem(null)
          }}
        />
        {window.tattler && (
          <button type="button" className="button" onClick={() => void chooseFolder()}>
            Choose…
          </button>
        )}
      </div>
      {problem !== null && (
        <p id={`${id}-problem`} className="location-error" role="alert">
          {problem}
        </p>
      )}
      <Mappings mappings={mappings} onChange={setMappings} />
      <div className="location-buttons">
        <button type="submit" className="button button-primary" disabled={path.trim() === ''}>
          Use this folder
        </button>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        {project.root !== null && (
          <button
            type="button"
            className="button location-forget"
            onClick={() => void use({ root: null, mappings: [] })}
          >
            Forget
          </button>
        )}
      </div>
    </form>
  )
}

function useSuggestions(backend: Backend, instance: string): readonly RootSuggestion[] | null {
  const [suggestions, setSuggestions] = useState<readonly RootSuggestion[] | null>(null)
  useEffect(() => {
    let isCurrent = true
    const show = (list: readonly RootSuggestion[]) => {
      if (isCurrent) setSuggestions(list)
    }
    // Suggestions are a help: without them the path can be typed.
    backend.request('code/suggest-roots', { instance }).then(show, () => show([]))
    return () => {
      isCurrent = false
    }
  }, [backend, instance])
  return suggestions
}

interface SuggestionsProps {
  readonly suggestions: readonly RootSuggestion[] | null
  readonly current: Project
  onUse(suggestion: RootSuggestion): void
}

function Suggestions({ suggestions, current, onUse }: SuggestionsProps) {
  if (suggestions === null) return <p className="location-hint">Looking for it…</p>
  const others = suggestions.filter(
    ({ root, mappings }) => root !== current.root || JSON.stringify(mappings) !== JSON.stringify(current.mappings),
  )
  if (others.length === 0) return null
  return (
    <ul className="location-suggestions" aria-label="Suggested folders">
      {others.map((suggestion) => (
        <li key={suggestion.root}>
          <button type="button" onClick={() => onUse(suggestion)}>
            <Folder size={14} aria-hidden />
            <span className="location-suggestion">
              <code>{suggestion.root}</code>
              <span className="location-hint">
                {suggestion.found.toLocaleString('en')} of {suggestion.looked.toLocaleString('en')} reported{' '}
                {suggestion.looked === 1 ? 'file' : 'files'} found
                {suggestion.mappings.map(({ from }) => `, with ${from} as this folder`)}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** A mapping while it is edited; `key` tells it apart. */
interface MappingRow extends PathMapping {
  readonly key: number
}

let lastKey = 0
const makeRow = ({ from, to }: PathMapping): MappingRow => ({ from, to, key: ++lastKey })

interface MappingsProps {
  readonly mappings: readonly MappingRow[]
  onChange(mappings: readonly MappingRow[]): void
}

/** Paths that differ from those below the root, as in a container. */
function Mappings({ mappings, onChange }: MappingsProps) {
  const change = (key: number, part: Partial<PathMapping>) =>
    onChange(mappings.map((mapping) => (mapping.key === key ? { ...mapping, ...part } : mapping)))
  return (
    <fieldset className="location-mappings">
      <legend className="location-label">Paths in a container</legend>
      {mappings.map(({ from, to, key }) => (
        <div key={key} className="location-field">
          <input
            aria-label="Path that the app reports"
            value={from}
            spellCheck={false}
            placeholder="/var/www/html"
            onChange={(event) => change(key, { from: event.target.value })}
          />
          <span aria-hidden>→</span>
          <input
            aria-label="Folder below the project's"
            value={to}
            spellCheck={false}
            placeholder="the project's folder"
            onChange={(event) => change(key, { to: event.target.value })}
          />
          <button
            type="button"
            className="icon-button"
            aria-label="Remove this path"
            onClick={() => onChange(mappings.filter((mapping) => mapping.key !== key))}
          >
            <X size={14} aria-hidden />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="location-add"
        onClick={() => onChange([...mappings, makeRow({ from: '', to: '' })])}
      >
        <Plus size={14} aria-hidden />
        Add a path
      </button>
    </fieldset>
  )
}
