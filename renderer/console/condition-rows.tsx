import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { OPERATORS } from '../../shared/query/query.ts'
import { OPERATOR_DOCS } from './complete.ts'
import { type Draft, nameOfPath } from './draft.ts'
import { FieldInput, FormError, SelectInput, useForm } from './form-inputs.tsx'
import { isObject, readAt, type ValuePath } from './read-at.ts'
import { ValueInput } from './value-input.tsx'

const NEW_CONDITION = { field: 'type', operator: 'eq', value: '' }
/** Steps of a path beyond which no groups are offered: the form has no room for them. */
const DEEPEST = 7

/** The conditions of a list, a row each; a group holds such a list of its own. */
export function ConditionRows({ path }: { readonly path: ValuePath }) {
  const { draft, write } = useForm()
  const value = readAt(draft, path)
  const rows = (Array.isArray(value) ? value : []).map((_, index) => [...path, index])
  const add = (condition: object) => write([...path, rows.length], condition)
  return (
    <div className="form-rows">
      {rows.map((row) => (
        <ConditionRow key={nameOfPath(row)} path={row} />
      ))}
      <div className="form-row">
        <button type="button" className="button button-small" onClick={() => add(NEW_CONDITION)}>
          <Plus size={13} aria-hidden /> Condition
        </button>
        {path.length < DEEPEST && (
          <button
            type="button"
            className="button button-small"
            onClick={() => add({ any: [NEW_CONDITION, NEW_CONDITION] })}
          >
            <Plus size={13} aria-hidden /> Group
          </button>
        )}
      </div>
    </div>
  )
}

function ConditionRow({ path }: { readonly path: ValuePath }) {
  const { draft } = useForm()
  const condition = readAt(draft, path)
  if (!isObject(condition)) return <RemovableRow path={path}>{JSON.stringify(condition)}</RemovableRow>
  if ('not' in condition) return <NegatedRow path={path} />
  const word = 'any' in condition ? 'any' : 'all' in condition ? 'all' : null
  return word === null ? <ComparisonRow path={path} condition={condition} /> : <GroupRow path={path} word={word} />
}

function RemovableRow({ path, children }: { readonly path: ValuePath; readonly children: ReactNode }) {
  const { write } = useForm()
  return (
    <div className="form-row">
      {children}
      <button
        type="button"
        className="icon-button"
        aria-label="Remove the condition"
        title="Remove"
        onClick={() => write(path, undefined)}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  )
}

function NegatedRow({ path }: { readonly path: ValuePath }) {
  const { draft, write } = useForm()
  const inner = readAt(draft, [...path, 'not'])
  return (
    <div className="form-group">
      <RemovableRow path={path}>
        <button
          type="button"
          className="button button-small"
          aria-pressed
          title="Lift the not"
          onClick={() => write(path, inner)}
        >
          not
        </button>
      </RemovableRow>
      <ConditionRow path={[...path, 'not']} />
    </div>
  )
}

const GROUP_WORDS = { any: 'any of these', all: 'all of these' } as const

function GroupRow({ path, word }: { readonly path: ValuePath; readonly word: keyof typeof GROUP_WORDS }) {
  const { draft, write } = useForm()
  const list = readAt(draft, [...path, word])
  return (
    <div className="form-group">
      <RemovableRow path={path}>
        <label className="form-field form-word">
          <span className="sr-only">Group</span>
          <select value={word} onChange={({ target }) => write(path, { [target.value]: list })}>
            {Object.entries(GROUP_WORDS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </RemovableRow>
      <ConditionRows path={[...path, word]} />
    </div>
  )
}

function ComparisonRow({ path, condition }: { readonly path: ValuePath; readonly condition: Draft }) {
  return (
    <>
      <RemovableRow path={path}>
        <FieldInput path={[...path, 'field']} label="Field" isRequired />
        <SelectInput
          path={[...path, 'operator']}
          label="Operator"
          options={OPERATORS.map((operator) => ({ value: operator, label: OPERATOR_DOCS[operator] }))}
        />
        <ValueInput path={[...path, 'value']} field={String(condition.field ?? '')} operator={condition.operator} />
      </RemovableRow>
      <FormError path={path} />
    </>
  )
}
