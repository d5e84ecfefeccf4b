import { type ReactNode, useId, useState } from 'react'
import { messageOf } from '../ui/failures.ts'
import type { ControlProps } from './setting.ts'

interface SelectProps<T extends string | number> extends ControlProps {
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  onChange(value: T): void
}

export function Select<T extends string | number>({ label, helpId, value, options, onChange }: SelectProps<T>) {
  return (
    <select
      className="setting-select"
      aria-label={label}
      aria-describedby={helpId}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => String(option.value) === event.target.value)
        if (chosen) onChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

interface SwitchProps extends ControlProps {
  readonly isOn: boolean
  onChange(isOn: boolean): void
}

export function Switch({ label, helpId, isOn, onChange }: SwitchProps) {
  return (
    <input
      type="checkbox"
      role="switch"
      aria-checked={isOn}
      className="switch"
      aria-label={label}
      aria-describedby={helpId}
      checked={isOn}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}

interface FieldProps<T> extends ControlProps {
  readonly value: T
  /** Text for a value, and the value of a text; throws an error that says what is wrong with it. */
  format(value: T): string
  parse(text: string): T
  /** Called with each new value when the field is left or Enter is pressed; rejects with what is wrong with it. */
  onCommit(value: T): void | Promise<void>
  readonly unit?: ReactNode
  readonly isNumeric?: boolean
  /** Several lines, in which Enter is a line. */
  readonly isMultiline?: boolean
}

/** A text field that is taken over as a whole, with what is wrong with it below. */
export function Field<T>(props: FieldProps<T>) {
  const { label, helpId, value, format, parse, onCommit, unit, isNumeric = false, isMultiline = false } = props
  const errorId = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)

  async function commit() {
    if (draft === null) return
    if (draft.trim() === format(value)) return undo()
    try {
      await onCommit(parse(draft))
      setDraft(null)
      setError(null)
    } catch (reason) {
      setError(messageOf(reason))
    }
  }

  function undo() {
    setDraft(null)
    setError(null)
  }

  const common = {
    'aria-label': label,
    'aria-describedby': error === null ? helpId : `${helpId} ${errorId}`,
    'aria-invalid': error !== null,
    spellCheck: false,
    value: draft ?? format(value),
    onBlur: () => void commit(),
  }
  return (
    <div className="setting-field">
      {isMultiline ? (
        <textarea {...common} rows={3} className="mono" onChange={(event) => setDraft(event.target.value)} />
      ) : (
        <span className="setting-input" data-numeric={isNumeric}>
          <input
            {...common}
            type="text"
            inputMode={isNumeric ? 'numeric' : 'text'}
            autoComplete="off"
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void commit()
              if (event.key !== 'Escape' || draft === null) return
              // The first Esc takes back what was typed, the next closes the dialog.
              event.preventDefault()
              event.stopPropagation()
              undo()
            }}
          />
          {unit !== undefined && <span className="dim">{unit}</span>}
        </span>
      )}
      {error !== null && (
        <p id={errorId} role="alert" className="setting-error">
          {error}
        </p>
      )}
    </div>
  )
}

interface NumberFieldProps extends ControlProps {
  readonly value: number
  readonly minimum: number
  /** Without one, all that a number can hold exactly. */
  readonly maximum?: number
  readonly unit?: string
  /** Of a number that names something, like a port: written without commas. */
  readonly isName?: boolean
  onCommit(value: number): void | Promise<void>
}

/** A whole number between two bounds. */
export function NumberField({ minimum, maximum, isName = false, ...props }: NumberFieldProps) {
  const format = isName ? String : formatNumber
  return (
    <Field
      {...props}
      isNumeric
      format={format}
      parse={(text) => {
        const number = Number(text.replace(/[\s,_]/g, ''))
        const most = maximum ?? Number.MAX_SAFE_INTEGER
        if (text.trim() !== '' && Number.isInteger(number) && number >= minimum && number <= most) return number
        const range = maximum === undefined ? `${format(minimum)} or more` : `${format(minimum)} to ${format(maximum)}`
        throw new Error(`A whole number, ${range}`)
      }}
    />
  )
}

function formatNumber(number: number): string {
  return number.toLocaleString('en')
}
