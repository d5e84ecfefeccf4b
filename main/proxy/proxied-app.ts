import { type ClientRequest, Agent as HttpAgent, type RequestOptions, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { isLocalHost } from '../http-exchange/hosts.ts'

/**
 * Connections without a request are closed after this, ms. It is less than servers wait (gunicorn 2 s, Node and uvicorn
 * 5 s): one that the server is just about to close must not be given a request.
 */
const IDLE = 1500

/** The app behind a proxy: how it is reached. */
export class ProxiedApp {
  /** Its origin. */
  readonly target: URL
  /** Certificates made at home are taken from hosts that are a developer's own. */
  readonly verifiesTls: boolean
  private readonly agent: HttpAgent | HttpsAgent

  constructor(target: URL) {
    this.target = target
    this.verifiesTls = !isLocalHost(target)
    const options = { keepAlive: true, timeout: IDLE, scheduling: 'lifo' } as const
    this.agent = target.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)
  }

  /** Begins a request; `headers` are names and values in turn, sent as they are. */
  request(options: Pick<RequestOptions, 'method' | 'path'> & { readonly headers: string[] }): ClientRequest {
    return this.send({ ...options, agent: this.agent })
  }

  /** Begins a request on a connection of its own, which may become something else than HTTP. */
  requestUpgrade(options: Pick<RequestOptions, 'method' | 'path'> & { readonly headers: string[] }): ClientRequest {
    return this.send({ ...options, agent: false })
  }

  close(): void {
    this.agent.destroy()
  }

  private send(options: Omit<RequestOptions, 'headers'> & { readonly headers: string[] }): ClientRequest {
    const { hostname, port, protocol } = this.target
    const place = { ...options, host: hostname.replace(/^\[|\]$/g, ''), port, setHost: false }
    return protocol === 'https:' ? requestHttps({ ...place, rejectUnauthorized: this.verifiesTls }) : requestHttp(place)
  }
}

/** Why an app cannot be reached, in one sentence. */
export function explainUnreachable(error: unknown, target: URL): string {
  const cause = error instanceof AggregateError ? error.errors[0] : error
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ECONNREFUSED') return `nothing listens at ${target.origin}: is the app running?`
  if (code === 'ENOTFOUND') return `no machine is called ${target.hostname}`
  if (code === 'ECONNRESET') return `${target.origin} closed the connection without an answer`
  if (typeof code === 'string' && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return `the certificate of ${target.origin} is not to be trusted: ${code}`
  }
  return `${target.origin} did not answer: ${cause instanceof Error ? cause.message : String(cause)}`
}
