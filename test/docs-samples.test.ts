import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../main/prepare.mjs'
import { CLIENT_FILES } from '../shared/clients.ts'
import { type CodeBlock, readCodeBlocks } from './helpers/code-blocks.ts'
import { shareCollector } from './helpers/collector.ts'

/** How the samples of a language are run; they stand in a file of their own. */
const COMMANDS: Readonly<Record<string, (file: string) => readonly [string, ...string[]]>> = {
  sh: (file) => ['bash', '-euo', 'pipefail', file],
  js: (file) => [process.execPath, file],
  php: (file) => ['php', file],
  python: (file) => ['python3', file],
}

/**
 * Samples that talk to a running Tattler with nothing but what a machine has: whatever calls curl, README's programs, and
 * those of its clients.
 */
function isRun({ place, language, code }: CodeBlock): boolean {
  if (language === 'sh') return /^\s*(\w+=\$\()?curl /m.test(code)
  if (place.startsWith('docs/clients.md')) return language in COMMANDS
  return place.startsWith('README.md') && language in COMMANDS && code.includes('127.0.0.1:7357')
}

const collector = shareCollector([])
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tattler-samples-'))
  // Without it, curl takes an answer of 404 for a success.
  writeFileSync(join(dir, '.curlrc'), 'fail-with-body\nsilent\nshow-error\n')
  for (const { file } of CLIENT_FILES) copyFileSync(join(ROOT, 'assets/clients', file), join(dir, file))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

async function run(sample: CodeBlock): Promise<{ code: number; output: string }> {
  const { url, token } = collector()
  const { host, port } = new URL(url)
  const file = join(dir, `sample.${sample.language === 'js' ? 'mjs' : sample.language}`)
  writeFileSync(file, sample.code.replaceAll(/(127\.0\.0\.1|localhost):7357/g, host).replaceAll('7357', port))
  const [command = '', ...args] = COMMANDS[sample.language]?.(file) ?? []
  const env = { ...process.env, CURL_HOME: dir, HOME: dir, TOKEN: token, TATTLER_URL: url }
  const child = spawn(command, args, { env, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
  const [[code], ...outputs] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
  return { code, output: outputs.join('\n') }
}

const FILES = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((file) => `docs/${file}`)]

describe.each(FILES.filter((file) => file.endsWith('.md')))('%s', (file) => {
  const samples = readCodeBlocks(file).filter(isRun)
  test('names only languages that are known here', () => {
    const known = [...Object.keys(COMMANDS), '', 'json', 'ini', 'go', 'html', 'ts', 'http']
    const unknown = readCodeBlocks(file).filter(({ language }) => !known.includes(language))
    expect(unknown.map(({ place, language }) => `${place} ${language}`)).toEqual([])
  })
  test.each(samples)('$place works as it stands', async (sample) => {
    const { code, output } = await run(sample)
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' })
  })
})

test('the samples of README are among them', () => {
  const run = readCodeBlocks('README.md').filter(isRun)
  expect([...new Set(run.map(({ language }) => language))]).toEqual(['sh', 'js', 'php', 'python'])
})
