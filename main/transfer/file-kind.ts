/** What a file for an import holds: tables and lines of exported events, messages as senders send them, or one mail. */
export type FileKind = 'parquet' | 'csv' | 'lines' | 'messages' | 'mail'

/** What the beginning of a file tells of it; null for a file that holds nothing of ours. Names say nothing: a hand gave them. */
export function findFileKind(head: Uint8Array): FileKind | null {
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (text.startsWith('PAR1')) return 'parquet'
  const firstLine = text.split(/\r?\n/, 1)[0] ?? ''
  if (/^[{[]/.test(text)) return isExportedLine(firstLine) ? 'lines' : 'messages'
  const columns = firstLine.split(',').map((column) => column.replaceAll('"', '').trim())
  if (columns.includes('type') && columns.includes('payload')) return 'csv'
  if (
    /^(From .*|[!-9;-~]+:.*)$/.test(firstLine) &&
    /^(from|to|subject|date|received|message-id|mime-version):/im.test(text)
  ) {
    return 'mail'
  }
  return null
}

/** Only an export says where in the log an event stood. The line may be cut: its first fields tell. */
function isExportedLine(line: string): boolean {
  return /^\{("\w+":("([^"\\]|\\.)*"|[^,"]*),)*"(instance|depth)":/.test(line)
}
