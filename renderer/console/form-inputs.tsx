import { createContext, useContext, useId, useState } from 'react'
import { FIELDS } from '../../shared/query/fields.ts'
import type { Known } from './complete.ts'
import { type Draft, nameOfPath } from './draft.ts'
import type { QueryProblem } from './query-text.ts'
import { readAt, type ValuePath } from './read-at.ts'

/** What every field of the form reads and writes: the draft, by path. */
export interface FormState {
  readonly draft: Draft
  readonly problem: QueryProblem | null
  readonly known: Known
  /** Undefined takes away what is there. */
  write(path: ValuePath, value: unknown): void
}

export const FormContext = createContext<FormState | null>(null)

export function useForm(): FormState {
  const form = useContext(FormContext)
  if (!form) throw new Error('the fields of the form need its context')
  return form
}

interface InputProps {
  readonly path: ValuePath
  readonly label: string
  readonly placeholder?: string
}

/** A text; emptied, it is taken away unless it is required. */
export function TextInput(props: InputProps & { suggestions?: readonly string[]; isRequired?: boolean }) {
  const { path, label, placeholder, suggestions = [], isRequired = false } = props
  const { draft, write } = useForm()
  const listId = useId()
  const value = readAt(draft, path)
  return (
    <label className="form-field">
      <span>{label}</span>
      <input
        type="text"
        list={listId}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={useIsBlamed(path)}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => write(path, event.target.value === '' && !isRequired ? undefined : event.target.value)}
      />
      <datalist id={listId}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </label>
  )
}

/** The name of a field. `onWrite` for what changes together with it. */
export function FieldInput({ path, label, placeholder, isRequired }: InputProps & { isRequired?: boolean }) {
  const { known } = useForm()
  const names = [...FIELDS.map(({ name }) => name), ...known.data.paths]
  return (
    <TextInput
      path={path}
      label={label}
      suggestions={names}
      {...(placeholder !== undefined && { placeholder })}
      {...(isRequired && { isRequired })}
    />
  )
}

export function NumberInput({ path, label, placeholder }: InputProps) {
  const { draft, write } = useForm()
  const value = readAt(draft, path)
  /** What is typed, while it is no number yet. */
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <label className="form-field form-number">
      <span>{label}</span>
      <input
        type="text"
        inputMode="numeric"
        placeholder={placeholder}
        autoComplete="off"
        aria-invalid={useIsBlamed(path) || typed !== null}
        value={typed ?? (value === undefined ? '' : String(value))}
        onBlur={() => setTyped(null)}
        onChange={({ target }) => {
          const isNumber = target.value === '' || Number.isFinite(Number(target.value))
          setTyped(isNumber ? null : target.value)
          if (isNumber) write(path, target.value === '' ? undefined : Number(target.value))
        }}
      />
    </label>
  )
}

interface SelectProps extends InputProps {
  /** An empty value takes away what is at the path, or at `onEmpty`. */
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onEmpty?: ValuePath
}

export function SelectInput({ path, label, options, onEmpty }: SelectProps) {
  const { draft, write } = useForm()
  const value = readAt(draft, path)
  return (
    <label className="form-field">
      <span>{label}</span>
      <select
        aria-invalid={useIsBlamed(path)}
        value={typeof value === 'string' ? value : ''}
        onChange={({ target }) => (target.value === '' ? write(onEmpty ?? path, undefined) : write(path, target.value))}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** What is wrong with the value at a path, or inside it. */
export function FormError({ path }: { readonly path: ValuePath }) {
  const { problem } = useForm()
  if (problem === null || !isInside(problem.path, path)) return null
  return <p className="form-error">{problem.message}</p>
}

export function useIsBlamed(path: ValuePath): boolean {
  const { problem } = useForm()
  return problem !== null && problem.path === nameOfPath(path)
}

export function isInside(problem: string, path: ValuePath): boolean {
  const name = nameOfPath(path)
  return problem === name || problem.startsWith(`${name}.`) || problem.startsWith(`${name}[`)
}
