import { Failure } from './failure.ts'
import { toPlainLine } from './terminal.ts'

/** Posts to the collector and returns the JSON it answers, whatever the status. Throws a `Failure` where it does not. */
export async function post<T>(
  address: URL,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  let response: Response
  let text: string
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
    text = await response.text()
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new Failure(`${address.origin} does not answer: ${reason}`)
  }
  if (response.headers.get('content-type')?.startsWith('application/json')) return JSON.parse(text)
  throw new Failure(`${address.origin} refused: ${response.status} ${toPlainLine(text)}`)
}
