import type { SendFailure } from '../../shared/composer.ts'

/** Why a request was not sent or got no answer, and what to do about it. */
export class SendError extends Error {
  override readonly name = 'SendError'
  readonly failure: SendFailure
  constructor(code: string, message: string, hint: string) {
    super(message)
    this.failure = { code, message, hint }
  }
}

type Explain = (host: string, detail: string) => readonly [message: string, hint: string]

const noName: Explain = (host) => [
  `The name ${host} is not known.`,
  'Look for a typing error, or add the name to the hosts file of this machine.',
]
const noWay: Explain = (host) => [`There is no way to ${host}.`, 'Is the network, or the VPN, switched on?']
const hungUp: Explain = (host) => [
  `${host} hung up before it had answered.`,
  'Look into the log of the app: it may have crashed, or does not take requests of this size.',
]
const badCertificate: Explain = (host, detail) => [
  `The certificate of ${host} is not trusted: ${detail}.`,
  'If it is your own server, switch off “Check the certificate” in the settings of this request.',
]
const noTls: Explain = (host) => [
  `${host} does not speak TLS here.`,
  'Try http:// in place of https://, or another port.',
]
const noHttp: Explain = (host, detail) => [
  `What ${host} answered is no HTTP/1.1: ${detail}.`,
  'Is it the right port? A server for HTTPS, HTTP/2 alone, or a database answers like this.',
]
const badBody: Explain = (host, detail) => [
  `The body of the answer could not be decompressed: ${detail}.`,
  `${host} names a Content-Encoding that the body does not have, or broke off.`,
]

const EXPLANATIONS: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: (host) => [`Nobody listens at ${host}.`, 'Is the app running, and is it this port?'],
  ENOTFOUND: noName,
  EAI_AGAIN: noName,
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
  EADDRNOTAVAIL: noWay,
  ETIMEDOUT: (host) => [`${host} does not answer.`, 'Is it the right address, and does a firewall let it pass?'],
  ECONNRESET: hungUp,
  EPIPE: hungUp,
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  HPE_HEADER_OVERFLOW: (host) => [
    `The headers of the answer of ${host} are larger than 256 kB.`,
    'Look for a header or a cookie that grows with each request.',
  ],
  ERR_INVALID_CHAR: (_host, detail) => [
    `A header cannot be sent: ${detail}.`,
    'Take line breaks and control characters out of its name and value.',
  ],
  ERR_INVALID_HTTP_TOKEN: (_host, detail) => [`This cannot be sent: ${detail}.`, 'Names of headers have no spaces.'],
}

/** Explains what `node:http`, TLS and zlib fail with. */
export function explainFailure(error: unknown, url: URL): SendFailure {
  if (error instanceof SendError) return error.failure
  const { code, detail } = readError(error)
  const [message, hint] = findExplanation(code)(url.host, detail)
  return { code, message, hint }
}

function findExplanation(code: string): Explain {
  const known = EXPLANATIONS[code]
  if (known) return known
  if (/CERT|SIGNATURE|ISSUER|_CRL/.test(code)) return badCertificate
  if (/^ERR_SSL|^ERR_TLS/.test(code)) return noTls
  if (/^HPE_/.test(code)) return noHttp
  if (/^Z_|^ERR_.*BROTLI|^ERR__ERROR|^ERR_BUFFER/.test(code)) return badBody
  return (host, detail) => [
    `The exchange with ${host} failed: ${detail}.`,
    'Try again; if it stays, look into the log of the app.',
  ]
}

/** Where both families of an address fail, the error is a list of errors. */
function readError(error: unknown): { readonly code: string; readonly detail: string } {
  const one: unknown = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  if (!(one instanceof Error)) return { code: 'unknown', detail: String(one) }
  const code = 'code' in one && typeof one.code === 'string' ? one.code : 'unknown'
  return { code, detail: one.message.replace(/\.$/, '') }
}
