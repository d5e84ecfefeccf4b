import { type DraftBody, EMPTY_DRAFT, type FormField, type RequestDraft } from '../../../shared/composer.ts'
import { quoteForShell } from '../../detail/views/request-copy.ts'

/**
 * The request as a command for a POSIX shell: everything of it stands in single quotes, so that nothing of it is ever
 * run. Files are looked for where the command runs.
 */
export function writeCurl(draft: RequestDraft): string {
  const { method, url, body } = draft
  const headers = draft.headers.filter(({ isOn, key }) => isOn && key !== '')
  const options = [quoteForShell(url)]
  if (method === 'HEAD' && body.kind === 'none') options.unshift('--head')
  else if (method !== (body.kind === 'none' ? 'GET' : 'POST')) options.unshift(`-X ${quoteForShell(method)}`)
  // Otherwise curl takes brackets for a range of addresses.
  if (/[[\]{}]/.test(url)) options.unshift('--globoff')
  for (const { key, value } of headers) {
    // A name with a colon and nothing behind it would take the header away.
    options.push(`-H ${quoteForShell(value === '' ? `${key};` : `${key}: ${value}`)}`)
  }
  const isNamed = headers.some(({ key }) => key.toLowerCase() === 'content-type')
  options.push(...writeBody(body, isNamed))
  if (draft.followsRedirects) options.push('--location')
  if (!draft.checksCertificate) options.push('--insecure')
  if (draft.timeout !== EMPTY_DRAFT.timeout) options.push(`--max-time ${draft.timeout / 1000}`)
  options.push('--compressed')
  return `curl ${options.join(' \\\n  ')}\n`
}

/** `isNamed` tells that a header names the content type. */
function writeBody(body: DraftBody, isNamed: boolean): string[] {
  const withType = (type: string, data: string) => {
    if (isNamed) return [data]
    return [`-H ${quoteForShell(type === '' ? 'Content-Type:' : `Content-Type: ${type}`)}`, data]
  }
  switch (body.kind) {
    case 'none':
      return []
    case 'json':
      return withType('application/json', `--data-raw ${quoteForShell(body.text)}`)
    case 'text':
      return withType(body.contentType, `--data-raw ${quoteForShell(body.text)}`)
    case 'file': {
      const type = body.contentType || body.file?.type || 'application/octet-stream'
      return withType(type, `--data-binary ${quoteForShell(`@${body.file?.name ?? 'file'}`)}`)
    }
    case 'form': {
      const fields = body.fields.filter(({ isOn, key }) => isOn && key !== '')
      if (body.encoding === 'multipart') return fields.map(writeFormPart)
      const pairs = fields.map(({ key, value }) => [key, value])
      return [`--data-raw ${quoteForShell(new URLSearchParams(pairs).toString())}`]
    }
  }
}

function writeFormPart({ key, value, file }: FormField): string {
  // What stands before the first `=` is the name, whatever it is.
  const name = key.replaceAll('=', '%3D')
  if (file === null) return `--form-string ${quoteForShell(`${name}=${value}`)}`
  const path = `"${file.name.replace(/["\\]/g, '\\$&')}"`
  return `-F ${quoteForShell(`${name}=@${path}${file.type === '' ? '' : `;type=${file.type}`}`)}`
}
