import { TABLE_FORMATS, type TableFormat } from '../../shared/transfer.ts'
import { toViewFilter } from '../state/filter.ts'
import { useLog } from '../state/log.ts'
import { findSelectedRow } from '../state/selection.ts'
import { useView } from '../state/view.ts'
import { exportFile } from '../transfer/export-file.ts'
import { chooseFiles } from '../transfer/import-files.ts'
import type { Command } from './command.ts'

const NAMES: Readonly<Record<TableFormat, string>> = { ndjson: 'NDJSON', csv: 'CSV', parquet: 'Parquet' }

/** Files out of the log and into it. */
export const TRANSFER_COMMANDS: readonly Command[] = [
  ...TABLE_FORMATS.map(
    (format): Command => ({
      id: `log/export-${format}`,
      label: `Export the filter as ${NAMES[format]}`,
      group: 'Log',
      keywords: 'save download file',
      isEnabled: () => useLog.getState().live.matching > 0,
      run: ({ backend }) => exportFile(backend, { format, ...toViewFilter(useView.getState().filter) }),
    }),
  ),
  {
    id: 'log/export-stream',
    label: 'Export the stream as a debug document',
    group: 'Log',
    keywords: 'save download file json request',
    isEnabled: () => findSelectedRow() !== null,
    run: ({ backend }) => {
      const row = findSelectedRow()
      if (row) return exportFile(backend, { format: 'web-debug', instance: row.instance, stream: row.stream })
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
