/** Endings that a saved file may have, by the type the mail names; with any other it is saved as `.bin`. */
const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/json': 'json',
  'application/xml': 'xml',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'application/rtf': 'rtf',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'audio/mpeg': 'mp3',
  'image/avif': 'avif',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'message/rfc822': 'eml',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'text/plain': 'txt',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'video/mp4': 'mp4',
}

const KNOWN_ENDINGS = new Set(Object.values(ENDINGS))
/** Says nothing about the content, so that the ending of the name may tell. */
const ANY_TYPE = 'application/octet-stream'

/**
 * The name an attachment is saved under. Nothing of the mail is in it but an ending from a fixed list: names in mails
 * have been paths, programs in disguise, and worse.
 */
export function attachmentFileName(event: number, index: number, file: { name: string; type: string }): string {
  const type = file.type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const named = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1]?.toLowerCase() ?? ''
  const isNamed = (type === '' || type === ANY_TYPE) && KNOWN_ENDINGS.has(named)
  const ending = Object.hasOwn(ENDINGS, type) ? ENDINGS[type] : isNamed ? named : 'bin'
  return `mail-${event}-attachment-${index + 1}.${ending}`
}
