import { useLog } from '../state/log.ts'
import { findSelectedRow, hasSelectedRow } from '../state/selection.ts'
import { exportFiltered, exportStream, TABLES } from '../transfer/exports.ts'
import { chooseFiles } from '../transfer/import-files.ts'
import type { Command } from './command.ts'

/** Files out of the log and into it. */
export const TRANSFER_COMMANDS: readonly Command[] = [
  ...TABLES.map(
    ({ format, name }): Command => ({
      id: `log/export-${format}`,
      label: `Export the filter as ${name}`,
      group: 'Log',
      keywords: 'save download file',
      isEnabled: () => useLog.getState().live.matching > 0,
      run: ({ backend }) => exportFiltered(backend, format),
    }),
  ),
  {
    id: 'log/export-stream',
    label: 'Export the stream as a debug document',
    group: 'Log',
    keywords: 'save download file json request',
    isEnabled: hasSelectedRow,
    run: ({ backend }) => {
      const row = findSelectedRow()
      if (row) return exportStream(backend, row)
    },
  },
  {
    id: 'log/import',
    label: 'Import files…',
    group: 'Log',
    keywords: 'load open upload eml mail ndjson csv parquet json',
    run: ({ backend }) => chooseFiles(backend),
  },
]
