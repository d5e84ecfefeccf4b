import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { BucketInput } from './bucket-input.tsx'
import { nameOfPath } from './draft.ts'
import { FieldInput, FormError, SelectInput, useForm } from './form-inputs.tsx'
import { isObject, readAt, type ValuePath } from './read-at.ts'

interface ListRowsProps {
  readonly path: ValuePath
  /** What a button adds, and how it is called. */
  readonly item: unknown
  readonly itemName: string
  row(path: ValuePath): ReactNode
}

/** A list in the form: a row for each item, and a button for one more. An empty list is taken away. */
function ListRows({ path, item, itemName, row }: ListRowsProps) {
  const { draft, write } = useForm()
  const value = readAt(draft, path)
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value]
  const rows = items.map((_, index) => [...path, index])
  return (
    <div className="form-rows">
      {rows.map((at, index) => (
        <div key={nameOfPath(at)}>
          <div className="form-row">
            {row(Array.isArray(value) ? at : path)}
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove ${itemName.toLowerCase()} ${index + 1}`}
              title="Remove"
              onClick={() => write(path, items.length === 1 ? undefined : items.filter((_, other) => other !== index))}
            >
              <X size={14} aria-hidden />
            </button>
          </div>
          <FormError path={at} />
        </div>
      ))}
      <div className="form-row">
        <button type="button" className="button button-small" onClick={() => write(path, [...items, item])}>
          <Plus size={13} aria-hidden /> {itemName}
        </button>
      </div>
    </div>
  )
}

/** Fields to answer. */
export function SelectRows() {
  return (
    <ListRows
      path={['select']}
      item="summary"
      itemName="Field"
      row={(path) => <FieldInput path={path} label="Field" isRequired />}
    />
  )
}

/** Keys to sort by. */
export function OrderRows() {
  return (
    <ListRows
      path={['orderBy']}
      item={{ field: 'time', direction: 'desc' }}
      itemName="Key"
      row={(path) => (
        <>
          <FieldInput path={[...path, 'field']} label="Field" isRequired />
          <SelectInput
            path={[...path, 'direction']}
            label="Direction"
            options={[
              { value: '', label: 'ascending' },
              { value: 'desc', label: 'descending' },
            ]}
          />
        </>
      )}
    />
  )
}

/** Keys to group by: fields, and buckets of times and numbers. */
export function GroupRows() {
  const { draft } = useForm()
  return (
    <ListRows
      path={['reduce', 'groupBy']}
      item="type"
      itemName="Group"
      row={(path) => {
        const key = readAt(draft, path)
        return (
          <>
            <FieldInput path={isObject(key) ? [...path, 'field'] : path} label="Field" isRequired />
            <BucketInput path={path} />
          </>
        )
      }}
    />
  )
}
