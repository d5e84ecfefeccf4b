import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import type { DraftField } from '../../shared/composer.ts'
import { VariableInput } from './variable-input.tsx'
import './field-table.css'

interface FieldTableProps<T extends DraftField> {
  /** What one row is: `Header`. */
  readonly name: string
  readonly rows: readonly T[]
  readonly empty: T
  /** Names to offer. */
  readonly names?: readonly string[]
  /** Stands in place of the value of a row, or null. */
  renderValue?(row: T, change: (row: T) => void): ReactNode | null
  /** Stands behind the value of a row. */
  renderTool?(row: T, change: (row: T) => void): ReactNode
  onChange(rows: readonly T[]): void
}

/** Names and values to write, with a switch for each; the empty row at the end becomes one as soon as it is written in. */
export function FieldTable<T extends DraftField>(props: FieldTableProps<T>) {
  const { name, rows, empty, names = [], renderValue, renderTool, onChange } = props
  const table = useRef<HTMLTableElement>(null)
  const listId = `names-${name.toLowerCase().replace(/\W/g, '-')}`
  const replace = (index: number, row: T) => onChange(rows.toSpliced(index, 1, row))
  const remove = (index: number) => {
    onChange(rows.toSpliced(index, 1))
    // The row that moves up takes the focus, so that several can be deleted by key.
    requestAnimationFrame(() =>
      table.current?.querySelectorAll<HTMLElement>('tr')[index]?.querySelector('input')?.focus(),
    )
  }
  return (
    <>
      {names.length > 0 && (
        <datalist id={listId}>
          {names.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      <table ref={table} className="field-table" aria-label={`${name} rows`}>
        <tbody>
          {withPlaces([...rows, empty]).map(({ row, place: index }) => {
            const isNew = index === rows.length
            const label = isNew ? `new ${name.toLowerCase()}` : `${name} ${index + 1}`
            const change = (next: T) => replace(index, next)
            return (
              <tr key={index} data-off={!row.isOn || undefined}>
                <td className="field-switch">
                  {!isNew && (
                    <input
                      type="checkbox"
                      aria-label={`Send ${row.key || label}`}
                      title={row.isOn ? 'Sent; click to keep it without sending it' : 'Not sent'}
                      checked={row.isOn}
                      onChange={({ target }) => change({ ...row, isOn: target.checked })}
                    />
                  )}
                </td>
                <td>
                  <VariableInput
                    label={`Name of ${label}`}
                    placeholder={isNew ? `Add a ${name.toLowerCase()}` : 'name'}
                    value={row.key}
                    {...(names.length > 0 && { list: listId })}
                    onText={(key) => change({ ...row, key })}
                  />
                </td>
                <td>
                  {renderValue?.(row, change) ?? (
                    <VariableInput
                      label={`Value of ${label}`}
                      placeholder={isNew ? '' : 'value'}
                      value={row.value}
                      onText={(value) => change({ ...row, value })}
                    />
                  )}
                </td>
                <td className="field-tools">
                  {!isNew && renderTool?.(row, change)}
                  {!isNew && (
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={`Delete ${row.key || label}`}
                      title="Delete"
                      onClick={() => remove(index)}
                    >
                      <X size={13} aria-hidden />
                    </button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}

/** Rows that are written have nothing but their place: the one with the focus must stay the same element. */
export function withPlaces<T>(rows: readonly T[]): readonly { readonly row: T; readonly place: number }[] {
  return rows.map((row, place) => ({ row, place }))
}
