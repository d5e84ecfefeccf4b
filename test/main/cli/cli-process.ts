import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const CLI = fileURLToPath(new URL('../../../dist/main/cli.js', import.meta.url))

/** A started command, with what it has printed so far. */
export interface CliProcess {
  readonly child: ChildProcessWithoutNullStreams
  readonly stdout: () => string
  readonly stderr: () => string
  /** Its exit code, once it has ended. */
  readonly exited: Promise<number | null>
}

/** Starts `tattler` as a user would, from its build. */
export function startCli(args: readonly string[]): CliProcess {
  if (!existsSync(CLI)) throw new Error(`${CLI} is missing: run "npm run build" first`)
  const { NO_COLOR: _noColor, TATTLER_DATA: _data, ...env } = process.env
  const child = spawn(process.execPath, [CLI, ...args], { env })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  return { child, stdout: () => stdout, stderr: () => stderr, exited }
}

/** Runs a command to its end. */
export async function runCli(
  args: readonly string[],
  input = '',
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const { child, stdout, stderr, exited } = startCli(args)
  // A command that fails early does not read its input.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const code = await exited
  return { code, stdout: stdout(), stderr: stderr() }
}

export interface ServeProcess extends CliProcess {
  readonly url: string
  readonly token: string
  /** Like `127.0.0.1:1025`. */
  readonly smtp: string
  /** Ends it as Ctrl-C does; resolves to its exit code. */
  stop(): Promise<number | null>
}

/** Starts `tattler serve` on a free port, and waits until it is ready. */
export async function startServe(dataDir: string): Promise<ServeProcess> {
  const serve = startCli(['serve', '--json', '--port', '0', '--smtp-port', '0', '--data', dataDir])
  await waitFor(() => serve.stdout().includes('\n') || serve.child.exitCode !== null)
  if (serve.child.exitCode !== null) throw new Error(`serve ended early: ${serve.stderr()}`)
  const { url, token, smtp } = JSON.parse(serve.stdout())
  return {
    ...serve,
    url,
    token,
    smtp,
    stop: () => {
      serve.child.kill('SIGINT')
      return serve.exited
    },
  }
}

export function makeDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'tattler-cli-'))
}

export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true })
}

/** Waits until a condition holds, and fails after a time in which it always should have. */
export async function waitFor(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${condition}`)
    await sleep(20)
  }
}

/** A log event as a sender writes it. */
export function logEvent(message: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ type: 'log', importance: 2, payload: { message }, ...more })
}
