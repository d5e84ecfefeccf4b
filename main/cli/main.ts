#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { defaultDataDir } from '../data-dir.ts'
import { parseDuration } from './duration.ts'
import { Failure } from './failure.ts'
import type { ProxyOptions } from './proxy.ts'
import type { QueryOptions } from './query.ts'
import type { SendOptions } from './send.ts'
import type { ServeOptions } from './serve.ts'
import type { TailOptions } from './tail.ts'
import type { WaitForMailOptions } from './wait-for-mail.ts'

const SEARCH_HELP = `
Search text, best in single quotes, and after -- where it begins with a minus:
  timeout "out of stock" /order \\d+/   words, phrases and regular expressions in summary and payload
  type:query target:mysql -uri:/health   fields; a minus negates
  level:>=warning duration:>50ms         comparisons; ranges are 10..50
  after:10m stream:ef95a542              relative and absolute times`

const QUERY_HELP = `
A query as JSON can do more, and @FILE reads it from a file; "from" may be left out:
  tattler query '{"reduce": {"type": "avg", "field": "duration", "groupBy": ["target"]}}'
  tattler query '{"reduce": {"type": "count", "groupBy": [{"field": "time", "bucket": "1m"}]}}'
  tattler query @slow-queries.json`

const WAIT_HELP = `
Durations are 500ms, 10s, 2m or 1h. Exits with 0 when a mail was printed, with 1 when none came in time:
  tattler wait-for-mail --to ann@example.test --subject 'Reset your password' | jq -r '.links[0]'`

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535.')
  return port
}

function collectPort(text: string, earlier: readonly number[] = []): readonly number[] {
  const port = parsePort(text)
  if (port === 0) throw new InvalidArgumentError('a port beside the first one is a number from 1 to 65535.')
  return [...earlier, port]
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count === 0 || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError('it is a whole number above 0.')
  }
  return count
}

/** Every command finds its Tattler by the data folder. */
function dataOption(): Option {
  return new Option('--data <folder>', 'data folder').env('TATTLER_DATA').default(defaultDataDir())
}

/** What a command does is read when it is run: the one that starts Tattler has no time to lose. */
function buildProgram(): Command {
  const program = new Command('tattler')
    .description('Collects debug events of local apps and shows them live.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(--help shows what is possible)')

  program
    .command('serve')
    .description('collect events without a window; the viewer is a web page')
    .option('--port <number>', 'port to listen on; 0 picks a free one', parsePort)
    .option('--smtp-port <number>', 'port to take mails on; 0 picks a free one', parsePort)
    .option(
      '--host <address>',
      'address to listen at beside the loopback; 0.0.0.0 is all. Sending then needs a token, too',
    )
    .option('--also <number>', 'another port to listen on, like 9090; can be given several times', collectPort)
    .addOption(dataOption())
    .option('--open', 'open the viewer in the browser')
    .option('--json', 'print one line of JSON, {"url", "token", "smtp"}, when ready')
    .action(async (options: ServeOptions) => (await import('./serve.ts')).serve(options))

  program
    .command('proxy')
    .description('watch an app: pass its traffic through, and show it with the debug data that the app offers')
    .argument('<target>', 'address of the app, like http://localhost:8000')
    .option('--port <number>', 'port to use the app at; a free one without it', parsePort)
    .option('--app <name>', 'the app that it is shown as (default: its host and port)')
    .addOption(dataOption())
    .option('--json', 'print one line of JSON, with "address" in it, when ready')
    .action(async (target: string, options: ProxyOptions) => (await import('./proxy.ts')).proxy(target, options))

  program
    .command('send')
    .description('send events from a file or standard input to the running Tattler')
    .argument('[file]', 'JSON (an event, an envelope or an array) or NDJSON; - is standard input', '-')
    .option('--app <name>', 'the app the events belong to')
    .addOption(dataOption())
    .action(async (file: string, options: SendOptions) => (await import('./send.ts')).send(file, options))

  program
    .command('query')
    .description('print stored events')
    .argument('[search...]', 'search text, a query as JSON, or @FILE with either')
    .option('--limit <number>', 'how many events at most: the newest of a search (default: 100)', parseCount)
    .addOption(
      new Option('--format <format>', 'output format (default: table on a terminal, ndjson elsewhere)').choices([
        'table',
        'ndjson',
      ]),
    )
    .option('--app <name>', 'only events of this app')
    .option('--secrets', 'prints values with the names of secrets, too: passwords, tokens, cookies')
    .addOption(dataOption())
    .addHelpText('after', SEARCH_HELP + QUERY_HELP)
    .action(async (words: string[], options: QueryOptions) => (await import('./query.ts')).query(words, options))

  program
    .command('tail')
    .description('print events as they arrive, coloured by importance')
    .argument('[search...]', 'search text: only events that match')
    .option('-n, --lines <number>', 'first print this many of the newest events', parseCount)
    .option('--app <name>', 'only events of this app')
    .option('--color', 'colours even where the output is no terminal')
    .option('--no-color', 'no colours')
    .addOption(dataOption())
    .addHelpText('after', SEARCH_HELP)
    .action(async (words: string[], options: TailOptions) => (await import('./tail.ts')).tail(words, options))

  program
    .command('wait-for-mail')
    .description('print the newest mail that fits as JSON, or wait for one; for tests of your app')
    .option('--to <text>', 'part of a recipient (to, cc or bcc), in any case')
    .option('--from <text>', 'part of the sender')
    .option('--subject <text>', 'part of the subject')
    .option('--app <name>', 'only mails of this app')
    .addOption(
      new Option('--since <duration>', 'mails that came this long ago count, too')
        .default(10_000, '10s')
        .argParser(parseDuration),
    )
    .addOption(new Option('--timeout <duration>', 'how long to wait').default(10_000, '10s').argParser(parseDuration))
    .addOption(dataOption())
    .addHelpText('after', WAIT_HELP)
    .action(async (options: WaitForMailOptions) => (await import('./wait-for-mail.ts')).waitForMail(options))

  return program
}

/** A reader that has seen enough (`| head`) is no failure. */
function exitWhenReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

function reportFailure(error: unknown): number {
  // Commander has printed its own message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof Failure) {
    process.stderr.write(`${error.message}\n`)
    return error.exitCode
  }
  // A taken port, a folder that cannot be written: the environment's, not ours, so a stack would not help.
  if (error instanceof Error && 'code' in error) {
    process.stderr.write(`${error.message}\n`)
    return 1
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}

exitWhenReaderLeaves()
try {
  await buildProgram().parseAsync()
} catch (error) {
  process.exitCode = reportFailure(error)
}
