import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../main/prepare.mjs'
import { CLIENT_FILES } from '../../shared/clients.ts'
import { startTattler, withDataDir } from './processes.ts'
import type { Figure } from './table.ts'

/** Queries of one request. */
const PER_REQUEST = 50
/** Requests before any is measured. */
const WARM_UP = 20

/**
 * For each client a program that tells of `COUNT` requests and prints the CPU time of its process that this took, in µs,
 * sending included, and the same for `COUNT` requests that do nothing but the loop.
 */
const PROGRAMS = {
  node: {
    command: [process.execPath, '--input-type=module', '-e'],
    code: `const { createTattler } = await import(process.env.CLIENT)
const tattler = createTattler({ pause: 1e9, budget: 1e9, patience: 60_000 })
const idle = { query: () => undefined, unit: (work) => work(), flush: () => undefined }
const run = async (client, count) => {
  const before = process.cpuUsage()
  for (let n = 0; n < count; n++) {
    client.unit(() => { for (let q = 0; q < ${PER_REQUEST}; q++) client.query('SELECT id, title FROM items WHERE basket = ' + q, 'mysql', 1.5, { tags: ['db:mysql'] }) })
    await client.flush()
  }
  const { user, system } = process.cpuUsage(before)
  return user + system
}
await run(tattler, ${WARM_UP})
console.log(JSON.stringify([await run(tattler, process.env.COUNT), await run(idle, process.env.COUNT)]))
process.exit()`,
  },
  php: {
    command: ['php', '-r'],
    code: `require getenv('CLIENT');
Tattler::configure(['pause' => 1e9, 'budget' => 1e9]);
function cpu() { $u = getrusage(); return 1e6 * ($u['ru_utime.tv_sec'] + $u['ru_stime.tv_sec']) + $u['ru_utime.tv_usec'] + $u['ru_stime.tv_usec']; }
function run($isTold, $count) {
    $before = cpu();
    for ($n = 0; $n < $count; $n++) {
        $work = function () use ($isTold) {
            for ($q = 0; $q < ${PER_REQUEST}; $q++) {
                $text = 'SELECT id, title FROM items WHERE basket = ' . $q;
                if ($isTold) Tattler::query($text, 'mysql', 1.5, ['tags' => ['db:mysql']]);
            }
        };
        if ($isTold) Tattler::unit($work); else $work();
    }
    return cpu() - $before;
}
run(true, ${WARM_UP});
echo json_encode([run(true, (int) getenv('COUNT')), run(false, (int) getenv('COUNT'))]);`,
  },
  python: {
    command: ['python3', '-c'],
    code: `import json, os, sys, time
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.environ["CLIENT"]))
import tattler
tattler.configure(pause=1e9, budget=1e9, patience=60)
def run(is_told, count):
    before = time.process_time()
    for n in range(count):
        if not is_told:
            for q in range(${PER_REQUEST}): text = f"SELECT id, title FROM items WHERE basket = {q}"
            continue
        with tattler.unit():
            for q in range(${PER_REQUEST}): tattler.query(f"SELECT id, title FROM items WHERE basket = {q}", "mysql", 1.5, tags=["db:mysql"])
        tattler.flush()
    return 1e6 * (time.process_time() - before)
run(True, ${WARM_UP})
print(json.dumps([run(True, int(os.environ["COUNT"])), run(False, int(os.environ["COUNT"]))]))`,
  },
} as const

/** What an event costs the app that tells it, by client: with Tattler, without, and switched off. */
export async function measureClients(requests: number): Promise<Figure[]> {
  return withDataDir(async (dataDir) => {
    const tattler = await startTattler(dataDir)
    const nobody = await findUnusedUrl()
    try {
      const figures: Figure[] = []
      for (const { language, label, file } of CLIENT_FILES) {
        const { command, code } = PROGRAMS[language]
        if (spawnSync(command[0], ['--version']).error) {
          process.stderr.write(`${command[0]} is not on this machine: its client is not measured.\n`)
          continue
        }
        const measure = async (env: Record<string, string>) => {
          const scratch = mkdtempSync(join(tmpdir(), 'tattler-bench-'))
          const [program, ...args] = [...command, code] as const
          const { stdout } = await promisify(execFile)(program, args, {
            env: {
              ...process.env,
              CLIENT: join(ROOT, 'assets/clients', file),
              COUNT: String(requests),
              TMPDIR: scratch,
              ...env,
            },
          })
          rmSync(scratch, { recursive: true })
          const [told = 0, idle = 0]: number[] = JSON.parse(stdout)
          return Math.max(0, told - idle) / (requests * PER_REQUEST)
        }
        const name = `client for ${label}: CPU of the app for an event`
        figures.push(
          {
            name: `${name}, sending included`,
            value: await measure({ TATTLER: '1', TATTLER_URL: tattler.url }),
            unit: 'µs',
          },
          {
            name: `${name}, Tattler does not run`,
            value: await measure({ TATTLER: '1', TATTLER_URL: nobody }),
            unit: 'µs',
          },
          { name: `${name}, switched off`, value: await measure({ TATTLER: '0' }), unit: 'µs' },
        )
      }
      return figures
    } finally {
      await tattler.stop()
    }
  })
}

/** Of a port on which nobody listens. */
async function findUnusedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}
