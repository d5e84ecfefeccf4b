import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parseCurl } from '../../../renderer/composer/curl/parse-curl.ts'
import { writeCurl } from '../../../renderer/composer/curl/write-curl.ts'
import { type DraftBody, EMPTY_DRAFT, type RequestDraft } from '../../../shared/composer.ts'
import { shareCollector } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'
import { type SeenRequest, startServer } from './echo-server.ts'

const run = promisify(execFile)
const shared = shareCollector([])
const field = (key: string, value: string) => ({ key, value, isOn: true, file: null })

/** What of a request its user has written; which signs of an address need encoding is a matter of opinion. */
async function toWritten({ method, url, headers, body }: SeenRequest) {
  const type = headers['content-type'] ?? null
  const isMultipart = type?.startsWith('multipart/') ?? false
  const content = isMultipart
    ? [...(await new Response(new Uint8Array(body), { headers: { 'content-type': type ?? '' } }).formData())]
    : body.toString()
  return {
    method,
    url: decodeURIComponent(url),
    type: isMultipart ? 'multipart' : type,
    own: headers['x-own'],
    empty: headers['x-empty'],
    content,
  }
}

const BODIES: readonly DraftBody[] = [
  { kind: 'none' },
  { kind: 'json', text: `{"it's": "$HOME \\\\ \`id\` ü\\n"}` },
  { kind: 'text', text: 'line 1\nline 2\t\'quoted\' "twice"', contentType: 'text/x-lines; charset=utf-8' },
  { kind: 'text', text: '@no-file', contentType: '' },
  { kind: 'form', encoding: 'urlencoded', fields: [field('a b', 'c&d=é'), field('a b', '')] },
  { kind: 'form', encoding: 'multipart', fields: [field('name', '@not a file;type=x'), field('<', '<x')] },
]

test.each(BODIES.map((body) => [`${body.kind} ${JSON.stringify(body).slice(0, 60)}`, body] as const))(
  'curl sends the same by the copied command: %s',
  async (_, body) => {
    const server = await startServer((_request, response) => void response.end())
    const draft: RequestDraft = {
      ...EMPTY_DRAFT,
      method: body.kind === 'none' ? 'GET' : 'PATCH',
      url: `${server.url}/p%20a/th?a[]=1&b={x}&c=it's`,
      headers: [
        { key: 'X-Own', value: 'a; b: "c" \'d\' $e', isOn: true },
        { key: 'X-Empty', value: '', isOn: true },
      ],
      body,
    }
    const viewer = await TestViewer.connect(shared())
    await viewer.request('composer/send', { run: 1, draft })
    const command = writeCurl(draft)
    await run('sh', ['-c', `${command.trimEnd()} --silent`])
    await viewer.request('composer/send', { run: 2, draft: parseCurl(command).draft })
    const [sent, byCurl, imported] = await Promise.all(server.seen.map(toWritten))
    expect(byCurl).toEqual(sent)
    expect(imported).toEqual(sent)
  },
)
