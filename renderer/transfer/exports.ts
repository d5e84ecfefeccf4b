import { create } from 'zustand'
import type { EventRow } from '../../shared/event.ts'
import { TABLE_FORMATS, type TableFormat } from '../../shared/transfer.ts'
import type { Backend } from '../backend.ts'
import { toViewFilter } from '../state/filter.ts'
import { useView } from '../state/view.ts'
import { exportFile } from './export-file.ts'

const TEXTS: Readonly<Record<TableFormat, { readonly name: string; readonly use: string }>> = {
  ndjson: { name: 'NDJSON', use: 'one event per line, for scripts' },
  csv: { name: 'CSV', use: 'for spreadsheets' },
  parquet: { name: 'Parquet', use: 'small, for DuckDB or pandas' },
}

/** The formats of a table, with the names they have for the user. */
export const TABLES = TABLE_FORMATS.map((format) => ({ format, ...TEXTS[format] }))

/** Whether exports leave secrets out; as long as nobody says otherwise, they do. */
export const useExportChoice = create<{ readonly hidesSecrets: boolean }>(() => ({ hidesSecrets: true }))

/** Exports what the filter shows. */
export function exportFiltered(backend: Backend, format: TableFormat): Promise<void> {
  return exportFile(backend, {
    format,
    ...toViewFilter(useView.getState().filter),
    ...useExportChoice.getState(),
  })
}

/** Exports the stream of an event. */
export function exportStream(backend: Backend, { instance, stream }: EventRow): Promise<void> {
  return exportFile(backend, { format: 'web-debug', instance, stream, ...useExportChoice.getState() })
}
