import { useId, useState } from 'react'
import { resolveField } from '../../shared/query/fields.ts'
import { completeQuery } from './complete.ts'
import { readValue, writeValue } from './condition-value.ts'
import { useForm, useIsBlamed } from './form-inputs.tsx'
import { readAt, type ValuePath } from './read-at.ts'

interface ValueInputProps {
  readonly path: ValuePath
  readonly field: string
  readonly operator: unknown
}

/** The value of a comparison, written without the quotes of JSON, with the values that the log knows. */
export function ValueInput({ path, field, operator }: ValueInputProps) {
  const { draft, known, write } = useForm()
  /** What is being typed: read and written again, `1.` would lose its dot. */
  const [typed, setTyped] = useState<string | null>(null)
  const listId = useId()
  const isBlamed = useIsBlamed(path)
  const value = readAt(draft, path)
  const isList = operator === 'in' || operator === 'between'
  if (operator === 'exists') return <Choice path={path} options={{ true: 'is there', false: 'is missing' }} />
  if (resolveField(field)?.kind === 'boolean') return <Choice path={path} options={{ true: 'true', false: 'false' }} />

  const stub = `{"where":[{"field":${JSON.stringify(field)},"value":`
  const suggestions = isList ? [] : (completeQuery(stub, stub.length, known)?.items ?? [])
  return (
    <label className="form-field form-value">
      <span>{isList ? 'Values, with commas' : 'Value'}</span>
      <input
        type="text"
        list={listId}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isBlamed}
        value={typed ?? writeValue(value, field)}
        onBlur={() => setTyped(null)}
        onChange={({ target }) => {
          setTyped(target.value)
          write(path, readValue(target.value, field, isList))
        }}
      />
      <datalist id={listId}>
        {suggestions.map(({ label, insert, detail }) => (
          <option key={insert} value={label} label={detail} />
        ))}
      </datalist>
    </label>
  )
}

/** One of two; the first stands for a value that is missing. */
function Choice({ path, options }: { readonly path: ValuePath; readonly options: Readonly<Record<string, string>> }) {
  const { draft, write } = useForm()
  const value = readAt(draft, path)
  return (
    <label className="form-field form-value">
      <span>Value</span>
      <select
        value={value === false ? 'false' : 'true'}
        onChange={({ target }) => write(path, target.value === 'true')}
      >
        {Object.entries(options).map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}
