/** A client that is one file, which Tattler hands out. */
export interface ClientFile {
  readonly language: 'node' | 'php' | 'python'
  readonly label: string
  readonly file: string
  /** Lines that tell something with it. */
  readonly usage: string
}

/** Where the port hands them out. */
export const CLIENTS_PATH = '/clients/'

export const CLIENT_FILES: readonly ClientFile[] = [
  {
    language: 'node',
    label: 'Node',
    file: 'tattler.mjs',
    usage: `import { tattler } from './tattler.mjs'

tattler.log('info', 'Hello from Node', { pid: process.pid })`,
  },
  {
    language: 'php',
    label: 'PHP',
    file: 'Tattler.php',
    usage: `require_once 'Tattler.php';

Tattler::log('info', 'Hello from PHP', ['version' => PHP_VERSION]);`,
  },
  {
    language: 'python',
    label: 'Python',
    file: 'tattler.py',
    usage: `import tattler

tattler.log("info", "Hello from Python", {"module": __name__})`,
  },
]

/** The line that fetches a client from `address`, which is like `127.0.0.1:7357`: it reports there, then. */
export function writeFetch({ file }: ClientFile, address: string): string {
  return `curl -O http://${address}${CLIENTS_PATH}${file}`
}
