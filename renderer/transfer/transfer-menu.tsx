import { ArrowDownToLine, ArrowUpFromLine, FileDown } from 'lucide-react'
import type { TableFormat } from '../../shared/transfer.ts'
import { toViewFilter } from '../state/filter.ts'
import { useLog } from '../state/log.ts'
import { useView } from '../state/view.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Popover } from '../ui/popover.tsx'
import { exportFile } from './export-file.ts'
import { chooseFiles } from './import-files.ts'
import './transfer.css'

const TABLES: readonly { readonly format: TableFormat; readonly name: string; readonly use: string }[] = [
  { format: 'ndjson', name: 'NDJSON', use: 'one event per line, for scripts' },
  { format: 'csv', name: 'CSV', use: 'for spreadsheets' },
  { format: 'parquet', name: 'Parquet', use: 'small, for DuckDB or pandas' },
]

/** Files out of the log and into it. */
export function TransferMenu() {
  return (
    <Popover className="icon-button" label="Export and import" align="end" trigger={<FileDown size={16} aria-hidden />}>
      {(close) => <TransferPanel close={close} />}
    </Popover>
  )
}

function TransferPanel({ close }: { close(): void }) {
  const { backend } = useViewer()
  const matching = useLog((log) => log.live.matching)
  const row = useLog((log) => log.selection?.row ?? null)
  const exportTable = (format: TableFormat) => {
    close()
    void exportFile(backend, { format, ...toViewFilter(useView.getState().filter) })
  }
  return (
    <div className="transfer-panel">
      <h2>Export {matching === 1 ? 'the event' : `the ${matching.toLocaleString('en')} events`} of the filter</h2>
      {TABLES.map(({ format, name, use }) => (
        <button key={format} type="button" className="transfer-choice" onClick={() => exportTable(format)}>
          <ArrowDownToLine size={14} aria-hidden />
          <b>{name}</b>
          <span className="dim">{use}</span>
        </button>
      ))}
      <h2>Export the selected event’s stream</h2>
      <button
        type="button"
        className="transfer-choice"
        disabled={!row}
        onClick={() => {
          close()
          if (row) void exportFile(backend, { format: 'web-debug', instance: row.instance, stream: row.stream })
        }}
      >
        <ArrowDownToLine size={14} aria-hidden />
        <b>JSON</b>
        <span className="dim">{row ? 'a document of the web debug protocol' : 'select an event first'}</span>
      </button>
      <h2>Import</h2>
      <button
        type="button"
        className="transfer-choice"
        onClick={() => {
          close()
          chooseFiles(backend)
        }}
      >
        <ArrowUpFromLine size={14} aria-hidden />
        <b>Files…</b>
        <span className="dim">all of these, and mails (.eml); or drop them on the window</span>
      </button>
    </div>
  )
}
