import { ArrowDownToLine, ArrowUpFromLine, FileDown } from 'lucide-react'
import { useLog } from '../state/log.ts'
import { findSelectedRow } from '../state/selection.ts'
import { useViewer } from '../state/viewer-context.ts'
import { Popover } from '../ui/popover.tsx'
import { exportFiltered, exportStream, TABLES, useExportChoice } from './exports.ts'
import { chooseFiles } from './import-files.ts'
import './transfer.css'

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
  const row = useLog(findSelectedRow)
  const hidesSecrets = useExportChoice((choice) => choice.hidesSecrets)
  return (
    <div className="transfer-panel">
      <h2>Export {matching === 1 ? 'the event' : `the ${matching.toLocaleString('en')} events`} of the filter</h2>
      {TABLES.map(({ format, name, use }) => (
        <button
          key={format}
          type="button"
          className="transfer-choice"
          onClick={() => {
            close()
            void exportFiltered(backend, format)
          }}
        >
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
          if (row) void exportStream(backend, row)
        }}
      >
        <ArrowDownToLine size={14} aria-hidden />
        <b>JSON</b>
        <span className="dim">{row ? 'a document of the web debug protocol' : 'select an event first'}</span>
      </button>
      <label className="transfer-secrets">
        <input
          type="checkbox"
          checked={hidesSecrets}
          onChange={({ target }) => useExportChoice.setState({ hidesSecrets: target.checked })}
        />
        Leave out secrets: values named password, token, cookie and the like
      </label>
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
