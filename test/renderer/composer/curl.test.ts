import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCurl, parseCurl } from '../../../renderer/composer/curl/parse-curl.ts'
import { splitCommand } from '../../../renderer/composer/curl/split-command.ts'
import { writeCurl } from '../../../renderer/composer/curl/write-curl.ts'
import { readQuery } from '../../../renderer/composer/query-rows.ts'
import { type DraftBody, EMPTY_DRAFT, type RequestDraft } from '../../../shared/composer.ts'

const on = (key: string, value: string) => ({ key, value, isOn: true })
const field = (key: string, value: string) => ({ ...on(key, value), file: null })
const parsed = (command: string) => parseCurl(command).draft

describe('a command is split as its shell would', () => {
  test.each<[string, string[]]>([
    [`curl 'a b' "c d" e\\ f`, ['curl', 'a b', 'c d', 'e f']],
    [`curl 'it'\\''s' "say \\"hi\\" \\n"`, ['curl', "it's", 'say "hi" \\n']],
    ['curl \\\n  a \\\r\n b', ['curl', 'a', 'b']],
    [`curl ""  ''`, ['curl', '', '']],
    [`curl $'a\\nb\\'c\\u00fc\\x41\\101\\\\'`, ['curl', "a\nb'cüAA\\"]],
    [`curl $'\\ud83d\\ude00 \\xc3\\xbc'`, ['curl', '😀 ü']],
    [`curl "a\\\nb"`, ['curl', 'ab']],
    [`curl 'not closed`, ['curl', 'not closed']],
    ['curl ^"http://x/^" ^\r\n  -H ^"a: ^\\^"b^\\^"^"', ['curl', 'http://x/', '-H', 'a: "b"']],
    ['curl "http://x/" ^\n  --data-raw "{\\"a\\":1}"', ['curl', 'http://x/', '--data-raw', '{"a":1}']],
    ['curl ^"a^\n\nb^" ^"100^%^" ^"c:\\^"', ['curl', 'a\nb', '100%', 'c:"']],
    ['curl -X PUT `\r\n  http://x/', ['curl', '-X', 'PUT', 'http://x/']],
    [`curl -s 'http://x/a|b' 2>/dev/null | jq -r '.a'`, ['curl', '-s', 'http://x/a|b']],
    ['curl http://x/?a=1&b=2 && echo done', ['curl', 'http://x/?a=1&b=2']],
    ['curl -d @- http://x/ <<EOF\n{}\nEOF', ['curl', '-d', '@-', 'http://x/']],
  ])('%s', (command, words) => {
    expect(splitCommand(command)).toEqual(words)
  })
})

test.each<[string, Partial<RequestDraft>]>([
  ['curl localhost:8000/a', { url: 'http://localhost:8000/a' }],
  ['$ curl https://x.test/?a=1&b', { url: 'https://x.test/?a=1&b' }],
  ['curl -XPUT http://x/', { method: 'PUT' }],
  ['curl -I http://x/', { method: 'HEAD' }],
  ['curl -sSLk http://x/', { followsRedirects: true, checksCertificate: false }],
  ['curl http://x/ -m 2.5', { timeout: 2500 }],
  [
    `curl http://x/ -H 'A: 1' -H 'B;' -H 'Accept:' -A me -e http://y/ -b 'a=1; b=2' -u ann:pw`,
    {
      headers: [
        on('A', '1'),
        on('B', ''),
        on('User-Agent', 'me'),
        on('Referer', 'http://y/'),
        on('Cookie', 'a=1; b=2'),
        on('Authorization', 'Basic YW5uOnB3'),
      ],
    },
  ],
  [
    `curl http://x/ -d a=1 -d 'b=2'`,
    { method: 'POST', body: { kind: 'form', encoding: 'urlencoded', fields: [field('a', '1'), field('b', '2')] } },
  ],
  ['curl -G http://x/?a=1 -d b=2 --data-urlencode "c=ü &"', { method: 'GET', url: 'http://x/?a=1&b=2&c=%C3%BC%20%26' }],
  [
    `curl http://x/ -H 'Content-Type: application/json' --data-raw '{"a": 1}'`,
    { method: 'POST', headers: [], body: { kind: 'json', text: '{"a": 1}' } },
  ],
  [
    `curl --json '[1]' http://x/`,
    { method: 'POST', headers: [on('Accept', 'application/json')], body: { kind: 'json', text: '[1]' } },
  ],
  [
    `curl --json '{}' -H 'Content-Type: application/vnd.api+json' -H 'accept: */*' http://x/`,
    {
      headers: [on('Content-Type', 'application/vnd.api+json'), on('accept', '*/*')],
      body: { kind: 'json', text: '{}' },
    },
  ],
  [
    `curl http://x/ -H 'content-type: application/json;charset=UTF-8' --data-raw '{"a":1}'`,
    { headers: [on('content-type', 'application/json;charset=UTF-8')], body: { kind: 'json', text: '{"a":1}' } },
  ],
  [
    `curl http://x/ -d 'metadata[id]=1' --data-urlencode 'q=p&w d' --data-urlencode 'at=a@b'`,
    {
      body: {
        kind: 'form',
        encoding: 'urlencoded',
        fields: [field('metadata[id]', '1'), field('q', 'p&w d'), field('at', 'a@b')],
      },
    },
  ],
  [
    `curl http://x/ -d 'token=YWJj=='`,
    { body: { kind: 'text', text: 'token=YWJj==', contentType: 'application/x-www-form-urlencoded' } },
  ],
  ['curl http://x/?z=0 --url-query "a=b c" --url-query +d', { method: 'GET', url: 'http://x/?z=0&a=b%20c&d' }],
  [
    'curl -T dir/a.txt http://x/up',
    {
      method: 'PUT',
      body: { kind: 'file', file: { upload: null, name: 'a.txt', bytes: 0, type: '' }, contentType: '' },
    },
  ],
  ["curl --proto '=https' --tlsv1.2 -sSf https://x.test", { url: 'https://x.test' }],
  [
    `curl http://x/ -b a=1 -b 'c=2' -H 'Content-Length: 7' -H 'Accept-Encoding: gzip, deflate, br, zstd'`,
    { headers: [on('Cookie', 'a=1; c=2'), on('Accept-Encoding', 'gzip, deflate, br')] },
  ],
  [
    `curl http://x/ -H 'content-type: text/xml; charset=utf-8' -d '<a/>'`,
    { body: { kind: 'text', text: '<a/>', contentType: 'text/xml; charset=utf-8' } },
  ],
  [
    `curl http://x/ -d 'not=a form'`,
    { body: { kind: 'text', text: 'not=a form', contentType: 'application/x-www-form-urlencoded' } },
  ],
  [
    'curl http://x/ --data-binary @dir/photo.png -H "Content-Type: image/png"',
    {
      body: { kind: 'file', file: { upload: null, name: 'photo.png', bytes: 0, type: '' }, contentType: 'image/png' },
    },
  ],
  [
    `curl http://x/ -F 'a=1;type=text/plain' -F 'f=@"my file.png";type=image/png;filename=other.png' --form-string 'c=@plain'`,
    {
      method: 'POST',
      body: {
        kind: 'form',
        encoding: 'multipart',
        fields: [
          field('a', '1'),
          { ...field('f', ''), file: { upload: null, name: 'other.png', bytes: 0, type: 'image/png' } },
          field('c', '@plain'),
        ],
      },
    },
  ],
])('%s', (command, draft) => {
  expect(parsed(command)).toMatchObject(draft)
})

test('what means nothing here is told, and takes no word that is not its own', () => {
  const { draft, ignored } = parseCurl('curl -o out.txt --compressed -x http://proxy:1 --http3 -b jar.txt http://x/ -s')
  expect(draft.url).toBe('http://x/')
  expect(ignored).toEqual(['-o out.txt', '-x http://proxy:1', '--http3', '-b jar.txt'])
})

test.each([
  ['curl http://x/ http://y/', 'http://y/'],
  ['curl http://x/ --next -d a=1 http://y/', '--next -d a=1 http://y/'],
  ['curl http://x/ -H @names.txt', '-H @names.txt'],
  ['curl http://x/ -d @a.json -d b=1', '@a.json'],
  ['curl http://x/ --data-urlencode name@a.txt', 'name@a.txt'],
  [`curl http://x/ -F 'a={};type=application/json'`, 'a=…;type=application/json'],
])('what only curl can do is told: %s', (command, told) => {
  expect(parseCurl(command).ignored).toEqual([told])
})

test('what is no command fails with a reason', () => {
  expect(() => parseCurl('wget http://x/')).toThrow('no curl command')
  expect(() => parseCurl('curl -s')).toThrow('no address')
  expect(() => parseCurl('curl http://x/ -H')).toThrow('-H needs a value')
  expect([isCurl(' curl http://x'), isCurl('$ curl.exe -s'), isCurl('curly http://x')]).toEqual([true, true, false])
})

describe('a written command reads as the same request', () => {
  const token = fc.stringMatching(/^[A-Za-z][\w-]{0,12}$/)
  const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replace(/\0/g, ''))
  const line = text.map((value) =>
    value
      .replace(/\s+/g, ' ')
      .replace(/\p{Cc}/gu, '')
      .trim(),
  )
  const header = fc
    .record({ key: token, value: line, isOn: fc.constant(true) })
    .filter(({ key }) => key.toLowerCase() !== 'content-type')
  const name = text.map((value) => value.replace(/=/g, '')).filter((value) => value !== '')
  const file = fc.record({
    upload: fc.constant(null),
    name: fc.stringMatching(/^[^/\\\0]{1,20}$/u),
    bytes: fc.constant(0),
    type: fc.constantFrom('', 'image/png'),
  })
  const isSame = (value: string) => new URLSearchParams([['k', value]]).get('k') === value
  const plain = text.filter(isSame)
  const type = fc.constantFrom('', 'text/plain', 'application/xml; charset=utf-8')
  const body: fc.Arbitrary<DraftBody> = fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.record({ kind: fc.constant('json' as const), text }),
    fc.record({ kind: fc.constant('text' as const), text, contentType: type }),
    fc.record({
      kind: fc.constant('file' as const),
      file: file.map((one) => ({ ...one, type: '' })),
      contentType: fc.constantFrom('image/png', 'text/csv'),
    }),
    fc.record({
      kind: fc.constant('form' as const),
      encoding: fc.constant('urlencoded' as const),
      fields: fc.array(
        fc.record({
          key: plain.filter((key) => key !== ''),
          value: plain,
          isOn: fc.constant(true),
          file: fc.constant(null),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    fc.record({
      kind: fc.constant('form' as const),
      encoding: fc.constant('multipart' as const),
      fields: fc.array(
        fc.oneof(
          fc.record({ key: name, value: text, isOn: fc.constant(true), file: fc.constant(null) }),
          fc.record({ key: name, value: fc.constant(''), isOn: fc.constant(true), file }),
        ),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  )
  const draft = fc
    .record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PURGE'),
      url: fc.webUrl({ withQueryParameters: true }),
      headers: fc.array(header, { maxLength: 4 }),
      body,
      timeout: fc.integer({ min: 1, max: 3_600_000 }),
      followsRedirects: fc.boolean(),
      checksCertificate: fc.boolean(),
    })
    .map((one): RequestDraft => ({ ...EMPTY_DRAFT, ...one, query: readQuery(one.url, []) }))

  test('a file whose name is quoted itself', () => {
    const field = { key: 'f', value: '', isOn: true, file: { upload: null, name: '"a"', bytes: 0, type: '' } }
    const one: RequestDraft = {
      ...EMPTY_DRAFT,
      method: 'POST',
      url: 'http://x/',
      body: { kind: 'form', encoding: 'multipart', fields: [field] },
    }
    expect(parseCurl(writeCurl(one))?.draft.body).toEqual(one.body)
  })

  test('whatever it holds', () => {
    fc.assert(
      fc.property(draft, (one) => {
        expect(parseCurl(writeCurl(one))).toEqual({ draft: one, ignored: [] })
      }),
      { numRuns: 1000 },
    )
  })
})
