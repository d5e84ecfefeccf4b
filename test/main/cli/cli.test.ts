import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openViewer } from '../../../main/cli/viewer-connection.ts'
import {
  CLI,
  type CliProcess,
  logEvent,
  makeDataDir,
  removeDataDir,
  runCli,
  type ServeProcess,
  startCli,
  startServe,
  waitFor,
} from './cli-process.ts'

const dataDir = makeDataDir()
let serve: ServeProcess

beforeAll(async () => {
  serve = await startServe(dataDir)
})

afterAll(async () => {
  await serve.stop()
  removeDataDir(dataDir)
})

const send = (input: string, ...args: string[]) => runCli(['send', '--data', dataDir, ...args], input)
const query = (...args: string[]) => runCli(['query', '--data', dataDir, ...args])

async function summariesOf(...args: string[]): Promise<string[]> {
  const { stdout } = await query(...args)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).summary)
}

describe('tattler', () => {
  test.skipIf(process.platform === 'win32')(
    'can be run as a program: npx links to the file that was built',
    async () => {
      const child = spawn(CLI, ['--version'], { stdio: 'ignore' })
      expect(await once(child, 'exit')).toEqual([0, null])
    },
  )

  test('every command explains itself and exits with 0', async () => {
    for (const args of [[], ['serve'], ['send'], ['query'], ['tail'], ['wait-for-mail']]) {
      const { code, stdout } = await runCli([...args, '--help'])
      expect(code).toBe(0)
      expect(stdout).toContain(`Usage: ${['tattler', ...args].join(' ')}`)
    }
  })

  test('a command line that cannot be understood exits with 2, and says why on stderr', async () => {
    const cases: [string[], RegExp][] = [
      [['serve', '--port', '99999'], /65535/],
      [['query', '--format', 'xml'], /table, ndjson/],
      [['query', '--limit', '0'], /above 0/],
      [['shout'], /unknown command/],
      [['tail', '--loud'], /unknown option/],
    ]
    for (const [args, reason] of cases) {
      const { code, stdout, stderr } = await runCli(args)
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' })
      expect(stderr).toMatch(reason)
    }
  })

  test('where no Tattler runs, it says so and how to start one', async () => {
    const emptyDir = makeDataDir()
    for (const command of ['send', 'query', 'tail', 'wait-for-mail']) {
      const { code, stderr } = await runCli([command, '--data', emptyDir], logEvent('lost'))
      expect(code).toBe(1)
      expect(stderr).toContain(`No Tattler is running on ${emptyDir}`)
      expect(stderr).toContain('tattler serve')
    }
    removeDataDir(emptyDir)
  })
})

describe('tattler send', () => {
  test('sends one document of many lines from a file', async () => {
    const file = join(dataDir, 'envelope.json')
    const events = [JSON.parse(logEvent('from a file')), JSON.parse(logEvent('from it, too'))]
    writeFileSync(file, JSON.stringify({ id: 'file-stream', version: 1, events }, null, 2))
    expect(await runCli(['send', file, '--data', dataDir])).toEqual({ code: 0, stdout: '2 accepted\n', stderr: '' })
    expect(await summariesOf('stream:file-stream')).toEqual(['from a file', 'from it, too'])
  })

  test('sends lines of standard input, for the app named', async () => {
    const { stdout } = await send(`${logEvent('line one')}\n${logEvent('line two')}\n`, '--app', 'pipes')
    expect(stdout).toBe('2 accepted\n')
    expect(await summariesOf('--app', 'pipes')).toEqual(['line one', 'line two'])
  })

  test('names line, place and reason of what is invalid, keeps the rest, and exits with 1', async () => {
    const broken = '{"type":"query","payload":{"query":"SELECT 1"}}'
    const input = ['', logEvent('good one'), broken, logEvent('good two'), 'no json'].join('\n')
    const { code, stdout, stderr } = await send(input, '--app', 'mixed')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '2 accepted\n' })
    expect(stderr).toContain('line 3: payload.target: is required and missing')
    expect(stderr).toContain('line 5: ')
    expect(await summariesOf('type:log', '--app', 'mixed')).toEqual(['good one', 'good two'])
  })

  test('a line that comes through a pipe is sent at once', async () => {
    const { child, exited } = startCli(['send', '--data', dataDir, '--app', 'live'])
    child.stdin.write(`${logEvent('while the pipe is open')}\n`)
    await waitFor(async () => (await summariesOf('"while the pipe is open"')).length === 1)
    expect(child.exitCode).toBe(null)
    child.stdin.end()
    expect(await exited).toBe(0)
  })

  test('a file that is not there exits with 1', async () => {
    const { code, stderr } = await send('', '/nowhere/events.json')
    expect(code).toBe(1)
    expect(stderr).toContain('/nowhere/events.json')
  })
})

describe('tattler query', () => {
  beforeAll(async () => {
    const event = (index: number) =>
      JSON.stringify({
        type: 'query',
        duration: index * 10,
        payload: { target: index % 2 ? 'mysql' : 'redis', query: `SELECT ${index}`, syntax: 'sql' },
      })
    await send([1, 2, 3, 4, 5].map(event).join('\n'), '--app', 'asked')
  })

  test('a search prints the newest matches, oldest first, and says how many there are', async () => {
    const { stdout, stderr } = await query('duration:>10', '--app', 'asked', '--limit', '2')
    expect(stdout.match(/SELECT \d/g)).toEqual(expect.arrayContaining(['SELECT 4', 'SELECT 5']))
    expect(stdout.trim().split('\n')).toHaveLength(2)
    expect(stderr).toContain('The newest 2 of 4 matches')
  })

  test('words need no quotes', async () => {
    expect(await summariesOf('--app', 'asked', 'type:query', 'target:redis')).toEqual(['SELECT 2', 'SELECT 4'])
  })

  test('a query in JSON is answered as it stands', async () => {
    const asked = {
      from: { instance: 'asked' },
      reduce: { type: 'sum', field: 'duration', groupBy: ['target'] },
    }
    const { stdout } = await query(JSON.stringify(asked))
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { group: { target: 'mysql' }, value: 90 },
      { group: { target: 'redis' }, value: 60 },
    ])
  })

  test('a query may stand in a file, and group by buckets', async () => {
    const file = join(dataDir, 'durations.json')
    writeFileSync(file, JSON.stringify({ reduce: { type: 'count', groupBy: [{ field: 'duration', bucket: 25 }] } }))
    const { stdout } = await query(`@${file}`, '--app', 'asked', '--format', 'table')
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/ +/)),
    ).toEqual([
      ['group.duration', 'value'],
      ['0', '2'],
      ['25', '2'],
      ['50', '1'],
    ])
  })

  test('a file that cannot be read exits with 2, and says how to search for such a text', async () => {
    const { code, stderr } = await query('@nowhere.json')
    expect(code).toBe(2)
    expect(stderr).toContain(`To search for that text, quote it: '"@nowhere.json"'`)
  })

  test('a table has a heading and a line for each event', async () => {
    const { stdout } = await query('--app', 'asked', '--format', 'table')
    const [heading, ...lines] = stdout.trimEnd().split('\n')
    expect(heading).toMatch(/id +time +level +type +duration +app +target +summary/)
    expect(lines).toHaveLength(5)
    expect(lines[4]).toMatch(/debug +query +50 ms +asked +mysql +SELECT 5$/)
  })

  test('an error in a search text is pointed at, and exits with 2', async () => {
    const { code, stderr } = await query('level:loud')
    expect(code).toBe(2)
    expect(stderr).toMatch(/\n {2}level:loud\n {8}\^{4}\n/)
  })

  test('an error in a query names the part, and exits with 1', async () => {
    const { code, stderr } = await query('{"where":[{"field":"type","operator":"lke","value":"log"}]}')
    expect(code).toBe(1)
    expect(stderr).toContain('where[0].operator')
  })

  test('an app that never sent anything is an error', async () => {
    const { code, stderr } = await query('--app', 'nobody')
    expect(code).toBe(1)
    expect(stderr).toContain('nobody')
  })

  test('a reader that leaves early is no failure', async () => {
    const shell = spawn('bash', [
      '-c',
      `for i in $(seq 4000); do echo '${logEvent('a line for a reader that leaves')}'; done | "${process.execPath}" "${CLI}" send --data "${dataDir}" >/dev/null;
       "${process.execPath}" "${CLI}" query --limit 9000 --data "${dataDir}" | head -1 >/dev/null; exit "\${PIPESTATUS[0]}"`,
    ])
    let stderr = ''
    shell.stderr.on('data', (text) => {
      stderr += text
    })
    const [code] = await once(shell, 'close')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describe('tattler tail', () => {
  const started: CliProcess[] = []
  const startTail = (...args: string[]) => {
    const tail = startCli(['tail', '--data', dataDir, ...args])
    started.push(tail)
    return tail
  }
  /** Sends until the first event shows: from then on the tail follows. */
  const startFollowing = async (app: string, ...args: string[]) => {
    const tail = startTail('--app', app, ...args)
    await waitFor(async () => {
      await send(logEvent('are you there?'), '--app', app)
      return tail.stdout().includes('are you there?')
    })
    return tail
  }

  afterAll(() => {
    for (const { child } of started) child.kill('SIGKILL')
  })

  test('prints events as they arrive, once each and in order, nested ones too', async () => {
    const tail = await startFollowing('tailed')
    const nested = JSON.parse(logEvent('inner'))
    await send(`${logEvent('outer', { nested: [nested] })}\n${logEvent('last')}`, '--app', 'tailed')
    await waitFor(() => tail.stdout().includes('last'))
    expect(tail.stdout().match(/(outer| {2}inner|last)(?=\n)/g)).toEqual(['outer', '  inner', 'last'])
  })

  test('prints only what matches the search', async () => {
    const tail = await startFollowing('filtered', 'level:>=info')
    await send(`${logEvent('quiet', { importance: 1 })}\n${logEvent('loud', { importance: 5 })}`, '--app', 'filtered')
    await waitFor(() => tail.stdout().includes('loud'))
    expect(tail.stdout()).not.toContain('quiet')
  })

  test('prints every event of a flood', async () => {
    const tail = await startFollowing('flood')
    const count = 3000
    const lines = Array.from({ length: count }, (_, index) => logEvent(`drop ${index};`))
    await send(lines.join('\n'), '--app', 'flood')
    await waitFor(() => tail.stdout().includes(`drop ${count - 1};`))
    const drops = tail.stdout().match(/drop \d+;/g)
    expect(drops).toEqual(Array.from({ length: count }, (_, index) => `drop ${index};`))
  })

  test('begins with as many of the newest events as it is asked for', async () => {
    await send(['one', 'two', 'three'].map((message) => logEvent(message)).join('\n'), '--app', 'history')
    const tail = startTail('--app', 'history', '-n', '2')
    await waitFor(() => tail.stdout().includes('three'))
    expect(tail.stdout()).toMatch(/two\n.*three\n$/)
    expect(tail.stdout()).not.toContain('one')
  })

  test('goes on after the log was cleared, without repeating an event', async () => {
    const folder = makeDataDir()
    const own = await startServe(folder)
    await runCli(['send', '--data', folder], logEvent('first;'))
    const tail = startCli(['tail', '--data', folder, '-n', '1'])
    await waitFor(() => tail.stdout().includes('first;'))
    const viewer = await openViewer(own)
    await viewer.request('log/clear', undefined)
    await runCli(['send', '--data', folder], logEvent('second;'))
    await waitFor(() => tail.stdout().includes('second;'))
    await viewer.request('log/undo-clear', undefined)
    await runCli(['send', '--data', folder], logEvent('third;'))
    await waitFor(() => tail.stdout().includes('third;'))
    expect(tail.stdout().match(/\w+;/g)).toEqual(['first;', 'second;', 'third;'])
    viewer.close()
    tail.child.kill('SIGINT')
    await Promise.all([tail.exited, own.stop()])
    removeDataDir(folder)
  })

  test('uses colours only on a terminal, or when told to', async () => {
    await send(logEvent('a warning', { importance: 4 }), '--app', 'painted')
    const [plain, colored] = [[], ['--color']].map((args) => startTail('--app', 'painted', '-n', '1', ...args))
    await waitFor(() => [plain, colored].every((tail) => tail?.stdout().includes('a warning')))
    expect(plain?.stdout()).not.toContain('\u001b')
    expect(colored?.stdout()).toContain('\u001b[33m')
  })

  test('ends with 130 on Ctrl-C', async () => {
    const tail = await startFollowing('interrupted')
    tail.child.kill('SIGINT')
    expect(await tail.exited).toBe(130)
  })
})

describe('tattler serve', () => {
  test('keeps what it acknowledged when it is stopped, and exits with 0', async () => {
    const folder = makeDataDir()
    const first = await startServe(folder)
    await runCli(['send', '--data', folder], logEvent('still here'))
    expect(await first.stop()).toBe(0)
    const second = await startServe(folder)
    const { stdout } = await runCli(['query', '--data', folder])
    expect(stdout).toContain('still here')
    await second.stop()
    removeDataDir(folder)
  })

  test('a tail goes on after a restart, without losing or repeating an event', async () => {
    const folder = makeDataDir()
    const first = await startServe(folder)
    await runCli(['send', '--data', folder], logEvent('before;'))
    const tail = startCli(['tail', '--data', folder, '-n', '1'])
    await waitFor(() => tail.stdout().includes('before;'))
    await first.stop()
    await waitFor(() => tail.stderr().includes('Connection lost'))
    const second = await startServe(folder)
    await runCli(['send', '--data', folder], logEvent('after;'))
    await waitFor(() => tail.stdout().includes('after;'))
    expect(tail.stdout().match(/\w+;/g)).toEqual(['before;', 'after;'])
    tail.child.kill('SIGINT')
    await tail.exited
    await second.stop()
    removeDataDir(folder)
  })

  test('prints one line of JSON that opens the viewer', async () => {
    expect(serve.stdout().trimEnd().split('\n')).toHaveLength(1)
    expect(Object.keys(JSON.parse(serve.stdout()))).toEqual(['url', 'token', 'smtp'])
    const refused = await fetch(`${serve.url}/api/query`, { method: 'POST', body: '{}' })
    expect(refused.status).toBe(401)
  })

  test('a taken port is an error that says by whom and what to do', async () => {
    const folder = makeDataDir()
    const { code, stderr } = await runCli(['serve', '--data', folder, '--port', new URL(serve.url).port])
    expect(code).toBe(1)
    expect(stderr).toMatch(/taken by another Tattler.*--port/)
    removeDataDir(folder)
  })

  test('a data folder that another Tattler uses is an error', async () => {
    const { code, stderr } = await runCli(['serve', '--data', dataDir, '--port', '0'])
    expect(code).toBe(1)
    expect(stderr).toContain(dataDir)
  })
})
