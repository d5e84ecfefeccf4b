export type Language = 'curl' | 'node' | 'php' | 'python'

export const LANGUAGES: readonly { readonly id: Language; readonly label: string }[] = [
  { id: 'curl', label: 'curl' },
  { id: 'node', label: 'Node' },
  { id: 'php', label: 'PHP' },
  { id: 'python', label: 'Python' },
]

/** A program that sends one event to `address` (`host:port`), ready to paste. */
export function writeFirstEvent(language: Language, address: string): string {
  return PROGRAMS[language](`http://${address}/events`)
}

const PROGRAMS: Readonly<Record<Language, (url: string) => string>> = {
  curl: (url) => `curl ${url} \\
  -H 'Content-Type: application/json' \\
  -d '{"type":"log","payload":{"message":"Hello from curl"}}'`,
  node: (url) => `await fetch('${url}', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ type: 'log', payload: { message: 'Hello from Node' } }),
})`,
  php: (url) => `file_get_contents('${url}', false, stream_context_create(['http' => [
    'method' => 'POST',
    'header' => 'Content-Type: application/json',
    'content' => json_encode(['type' => 'log', 'payload' => ['message' => 'Hello from PHP']]),
]]));`,
  python: (url) => `import json, urllib.request

event = {"type": "log", "payload": {"message": "Hello from Python"}}
urllib.request.urlopen(urllib.request.Request(
    "${url}", json.dumps(event).encode(), {"Content-Type": "application/json"}
))`,
}
