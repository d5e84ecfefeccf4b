import type { DraftField } from '../../../shared/composer.ts'
import type { CurlData, CurlFormPart } from './curl-data.ts'

/** What the options of a curl command ask for. */
export interface CurlCommand {
  url: string | null
  method: string | null
  isHead: boolean
  /** `-G`: the data are the query. */
  isQuery: boolean
  readonly headers: DraftField[]
  /** Whether the content type that curl would add was taken away. */
  hasNoType: boolean
  readonly data: CurlData[]
  readonly form: CurlFormPart[]
  /** `--url-query`, in their order. */
  readonly query: CurlData[]
  /** `--json`: the types of what is sent and wanted, unless a header says others. */
  isJson: boolean
  followsRedirects: boolean
  checksCertificate: boolean
  /** ms. */
  timeout: number | null
  readonly ignored: string[]
}

type TakeValue = (command: CurlCommand, value: string) => void
type TakeFlag = (command: CurlCommand) => void

const addData =
  (kind: CurlData['kind']): TakeValue =>
  (command, text) =>
    command.data.push({ kind, text })

/** Options with a value that mean something here. */
const VALUES: Readonly<Record<string, TakeValue>> = {
  url: (command, url) => addUrl(command, url),
  'url-query': (command, text) => {
    // What is encoded already begins with a `+`.
    const isEncoded = text.startsWith('+')
    command.query.push(isEncoded ? { kind: 'raw', text: text.slice(1) } : { kind: 'urlencode', text })
  },
  request: (command, method) => {
    command.method = method
  },
  header: (command, line) => addHeaderLine(command, line),
  data: addData('data'),
  'data-ascii': addData('data'),
  'data-raw': addData('raw'),
  'data-binary': addData('binary'),
  'data-urlencode': addData('urlencode'),
  json: (command, text) => {
    command.data.push({ kind: 'json', text })
    command.isJson = true
  },
  'upload-file': (command, path) => {
    command.data.push({ kind: 'binary', text: `@${path}` })
    command.method ??= 'PUT'
    command.hasNoType = true
  },
  form: (command, text) => command.form.push({ text, isPlain: false }),
  'form-string': (command, text) => command.form.push({ text, isPlain: true }),
  user: (command, user) => {
    const bytes = new TextEncoder().encode(user.includes(':') ? user : `${user}:`)
    addHeader(command, 'Authorization', `Basic ${btoa(String.fromCharCode(...bytes))}`)
  },
  'oauth2-bearer': (command, token) => addHeader(command, 'Authorization', `Bearer ${token}`),
  cookie: (command, cookie) => {
    // Without a `=` it names a file of cookies.
    if (cookie.includes('=')) addCookie(command, cookie)
    else command.ignored.push(`-b ${cookie}`)
  },
  'user-agent': (command, agent) => addHeader(command, 'User-Agent', agent),
  referer: (command, referer) => addHeader(command, 'Referer', referer.replace(/;auto$/, '')),
  range: (command, range) => addHeader(command, 'Range', `bytes=${range}`),
  'max-time': (command, seconds) => {
    const time = Math.round(Number(seconds) * 1000)
    if (time > 0) command.timeout = time
  },
}

const FLAGS: Readonly<Record<string, TakeFlag>> = {
  location: (command) => {
    command.followsRedirects = true
  },
  insecure: (command) => {
    command.checksCertificate = false
  },
  head: (command) => {
    command.isHead = true
  },
  get: (command) => {
    command.isQuery = true
  },
}

/** Options that change nothing that is sent, or what the composer does anyway. */
const HARMLESS = new Set(
  (
    'compressed silent show-error verbose include fail fail-with-body globoff path-as-is no-progress-meter ' +
    'progress-bar http1.1 tr-encoding no-buffer fail-early raw no-keepalive ipv4 ipv6 location-trusted styled-output'
  ).split(' '),
)

/** Options with a value that says nothing of the request. */
const OTHER_VALUES = new Set(
  (
    'output write-out connect-timeout proxy cacert capath cert cert-type key key-type pass resolve cookie-jar ' +
    'dump-header max-redirs retry retry-delay retry-max-time interface limit-rate speed-limit speed-time trace ' +
    'trace-ascii stderr unix-socket proxy-user proxy-header noproxy ciphers tls-max config connect-to ' +
    'dns-servers keepalive-time local-port max-filesize netrc-file output-dir pinnedpubkey rate service-name ' +
    'socks5 socks5-hostname socks5-gssapi-service socks4 socks4a time-cond tls13-ciphers aws-sigv4 continue-at ' +
    'variable expand-url abstract-unix-socket alt-svc create-file-mode crlfile curves delegation dns-interface ' +
    'dns-ipv4-addr dns-ipv6-addr doh-url ech egd-file engine etag-compare etag-save expect100-timeout ' +
    'haproxy-clientip happy-eyeballs-timeout-ms hostpubmd5 hostpubsha256 hsts ipfs-gateway keepalive-cnt krb libcurl ' +
    'login-options mail-auth mail-from mail-rcpt parallel-max preproxy proto proto-default proto-redir proxy1.0 ' +
    'proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-key proxy-key-type ' +
    'proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword ' +
    'proxy-tlsuser pubkey quote random-file request-target sasl-authzid telnet-option tlsauthtype tlspassword ' +
    'tlsuser trace-config ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode tftp-blksize'
  ).split(' '),
)

/** Short names of options. */
const SHORT: Readonly<Record<string, string>> = {
  X: 'request',
  H: 'header',
  d: 'data',
  F: 'form',
  u: 'user',
  b: 'cookie',
  A: 'user-agent',
  e: 'referer',
  r: 'range',
  m: 'max-time',
  L: 'location',
  k: 'insecure',
  I: 'head',
  G: 'get',
  s: 'silent',
  S: 'show-error',
  v: 'verbose',
  i: 'include',
  f: 'fail',
  g: 'globoff',
  N: 'no-buffer',
  '#': 'progress-bar',
  4: 'ipv4',
  6: 'ipv6',
  o: 'output',
  w: 'write-out',
  x: 'proxy',
  U: 'proxy-user',
  E: 'cert',
  c: 'cookie-jar',
  D: 'dump-header',
  T: 'upload-file',
  K: 'config',
  y: 'speed-time',
  Y: 'speed-limit',
  C: 'continue-at',
  z: 'time-cond',
  P: 'ftp-port',
  Q: 'quote',
  t: 'telnet-option',
  0: 'http1.0',
  ':': 'next',
}

/** Reads the words behind `curl`. Throws for an option that lacks its value. */
export function readOptions(words: readonly string[]): CurlCommand {
  const command: CurlCommand = {
    url: null,
    method: null,
    isHead: false,
    isQuery: false,
    headers: [],
    hasNoType: false,
    data: [],
    form: [],
    query: [],
    isJson: false,
    followsRedirects: false,
    checksCertificate: true,
    timeout: null,
    ignored: [],
  }
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--next' || word === '-:') {
      command.ignored.push([word, ...rest].join(' '))
      break
    }
    if (word.startsWith('--') && word !== '--') takeLong(command, word, rest)
    else if (word.startsWith('-') && word.length > 1 && word !== '--') takeShort(command, word.slice(1), rest)
    else if (word !== '--') addUrl(command, word)
  }
  return command
}

function takeLong(command: CurlCommand, word: string, rest: string[]): void {
  const name = word.slice(2)
  if (takesValue(name)) takeValue(command, name, word, rest.shift())
  else takeFlag(command, name, word)
}

/** `-sSL` is three options, and `-XPOST` one with its value. */
function takeShort(command: CurlCommand, letters: string, rest: string[]): void {
  for (const [index, letter] of [...letters].entries()) {
    const name = SHORT[letter]
    if (name !== undefined && takesValue(name)) {
      const value = letters.slice(index + 1)
      takeValue(command, name, `-${letter}`, value === '' ? rest.shift() : value)
      return
    }
    takeFlag(command, name ?? letter, `-${letter}`)
  }
}

function takesValue(name: string): boolean {
  return Object.hasOwn(VALUES, name) || OTHER_VALUES.has(name)
}

function takeValue(command: CurlCommand, name: string, word: string, value: string | undefined): void {
  if (value === undefined) throw new Error(`${word} needs a value behind it.`)
  const take = VALUES[name]
  if (take) take(command, value)
  else command.ignored.push(`${word} ${value}`)
}

function takeFlag(command: CurlCommand, name: string, word: string): void {
  const take = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined
  if (take) take(command)
  else if (!HARMLESS.has(name)) command.ignored.push(word)
}

function addUrl(command: CurlCommand, url: string): void {
  if (command.url === null) command.url = url
  else command.ignored.push(url)
}

/** All cookies stand in one header. */
function addCookie({ headers }: CurlCommand, cookie: string): void {
  const index = headers.findIndex(({ key }) => key === 'Cookie')
  const before = headers[index]
  if (before) headers[index] = { ...before, value: `${before.value}; ${cookie}` }
  else headers.push({ key: 'Cookie', value: cookie, isOn: true })
}

/** `Name: value`, `Name;` for an empty one; `Name:` takes away a header that curl would add. */
function addHeaderLine(command: CurlCommand, line: string): void {
  if (line.startsWith('@')) {
    // A file of headers, which only curl could read.
    command.ignored.push(`-H ${line}`)
    return
  }
  const empty = /^([^:;]+);$/.exec(line)
  if (empty?.[1]) {
    addHeader(command, empty[1].trim(), '')
    return
  }
  const end = line.indexOf(':')
  const value = line.slice(end + 1).trim()
  const name = line.slice(0, end).trim()
  if (end > 0 && value !== '') addHeader(command, name, value)
  else if (name.toLowerCase() === 'content-type') command.hasNoType = true
}

function addHeader(command: CurlCommand, key: string, value: string): void {
  command.headers.push({ key, value, isOn: true })
}
