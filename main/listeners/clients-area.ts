import type { IncomingMessage, ServerResponse } from 'node:http'
import php from '../../assets/clients/Tattler.php?raw'
import node from '../../assets/clients/tattler.mjs?raw'
import python from '../../assets/clients/tattler.py?raw'
import { CLIENT_FILES, CLIENTS_PATH, type ClientFile } from '../../shared/clients.ts'
import { sendText, sendWrongMethod } from './answer.ts'
import type { Area } from './area.ts'

const TEXTS: Readonly<Record<ClientFile['language'], string>> = { node, php, python }
/** Where clients look for Tattler that were copied out of the project. */
const USUAL_URL = 'http://127.0.0.1:7357'

/**
 * `GET /clients/<file>`: a client to copy into a project, for everybody. It reports where it was fetched from, which may be
 * another port, or the name under which a container reaches this machine.
 */
export function createClientsArea(): Area {
  async function answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const client = CLIENT_FILES.find(({ file }) => path === CLIENTS_PATH + file)
    if (!client) {
      sendText(response, 404, `There is no such client; they are ${CLIENT_FILES.map(({ file }) => file).join(', ')}.\n`)
    } else if (request.method !== 'GET' && request.method !== 'HEAD') sendWrongMethod(response, path, 'GET')
    else sendText(response, 200, TEXTS[client.language].replaceAll(USUAL_URL, `http://${request.headers.host}`))
  }
  return {
    handle: (request, response, { pathname }) =>
      pathname.startsWith(CLIENTS_PATH) ? answer(request, response, pathname) : undefined,
  }
}
