import { type InputHTMLAttributes, type UIEvent, useRef } from 'react'
import { findPlaceholders } from '../../shared/variables.ts'
import { findVariables, useComposer } from './composer-state.ts'
import './framed.css'
import './variable-input.css'

interface VariableInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly value: string
  /** Accessible name. */
  readonly label: string
  onText(text: string): void
}

/** A text field in which the places of variables are marked, those that have no value in another way. */
export function VariableInput({ value, label, onText, className = '', ...rest }: VariableInputProps) {
  const mirror = useRef<HTMLSpanElement>(null)
  const parts = useMarkedParts(value)
  const unknown = parts.filter(({ isKnown }) => isKnown === false).map(({ text }) => text)
  const title = unknown.length > 0 ? `${unknown.join(', ')}: no value in this environment` : undefined
  const follow = ({ currentTarget }: UIEvent<HTMLInputElement>) => {
    if (mirror.current) mirror.current.scrollLeft = currentTarget.scrollLeft
  }
  return (
    <span className={`variable-input ${className}`} data-unknown={unknown.length > 0 || undefined} title={title}>
      <span ref={mirror} className="variable-mirror" aria-hidden>
        {parts.map(({ text, at, isKnown }) => (
          <span key={at} className={isKnown === null ? undefined : isKnown ? 'variable' : 'variable variable-unknown'}>
            {text}
          </span>
        ))}
      </span>
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        aria-label={label}
        aria-invalid={unknown.length > 0 || undefined}
        {...rest}
        value={value}
        onScroll={follow}
        onChange={({ target }) => onText(target.value)}
      />
    </span>
  )
}

interface MarkedPart {
  readonly text: string
  readonly at: number
  /** Null for text that is no variable. */
  readonly isKnown: boolean | null
}

function useMarkedParts(value: string): readonly MarkedPart[] {
  const variables = useComposer(findVariables)
  const parts: MarkedPart[] = []
  let at = 0
  for (const { name, from, to } of findPlaceholders(value)) {
    if (from > at) parts.push({ text: value.slice(at, from), at, isKnown: null })
    parts.push({ text: value.slice(from, to), at: from, isKnown: variables.some((one) => one.name === name) })
    at = to
  }
  return [...parts, { text: value.slice(at), at, isKnown: null }]
}
