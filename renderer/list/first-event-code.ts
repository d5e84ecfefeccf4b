import { CLIENT_FILES, type ClientFile, writeFetch } from '../../shared/clients.ts'

export type Language = 'curl' | ClientFile['language']

export const LANGUAGES: readonly { readonly id: Language; readonly label: string }[] = [
  { id: 'curl', label: 'curl' },
  ...CLIENT_FILES.map(({ language, label }) => ({ id: language, label })),
]

/** How one event is sent, ready to paste. */
export interface FirstEventCode {
  /** A command to run once, before; null where nothing is needed. */
  readonly setup: string | null
  readonly code: string
}

/** A program that sends one event to `address` (`host:port`). */
export function writeFirstEvent(language: Language, address: string): FirstEventCode {
  const client = CLIENT_FILES.find((one) => one.language === language)
  return client ? { setup: writeFetch(client, address), code: client.usage } : { setup: null, code: writeCurl(address) }
}

function writeCurl(address: string): string {
  return `curl http://${address}/events \\
  -H 'Content-Type: application/json' \\
  -d '{"type":"log","payload":{"message":"Hello from curl"}}'`
}
