/** Reason phrases of HTTP status codes, as their registry has them. */
const REASONS: Readonly<Record<number, string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  208: 'Already Reported',
  226: 'IM Used',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  305: 'Use Proxy',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  418: "I'm a teapot",
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  423: 'Locked',
  424: 'Failed Dependency',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
  506: 'Variant Also Negotiates',
  507: 'Insufficient Storage',
  508: 'Loop Detected',
  509: 'Bandwidth Limit Exceeded',
  510: 'Not Extended',
  511: 'Network Authentication Required',
}

export type StatusClass = 'information' | 'success' | 'redirect' | 'client error' | 'server error' | 'unknown'

const CLASSES: readonly StatusClass[] = [
  'unknown',
  'information',
  'success',
  'redirect',
  'client error',
  'server error',
]

export interface HttpStatus {
  /** `200 OK`; what was sent, where it begins with no code. */
  readonly text: string
  readonly class: StatusClass
}

/** Reads a status: a code, or a text that begins with one, like `404`, `404 Not Found` or `HTTP/1.1 404 Not Found`. */
export function readStatus(status: number | string): HttpStatus {
  const text = String(status)
    .trim()
    .replace(/^HTTP\/[\d.]+\s+/i, '')
  const code = /^([1-5]\d\d)\b/.exec(text)?.[1]
  if (code === undefined) return { text, class: 'unknown' }
  const reason = REASONS[Number(code)]
  return {
    text: text === code && reason !== undefined ? `${code} ${reason}` : text,
    class: CLASSES[Number(code[0])] ?? 'unknown',
  }
}
