import { type ClientRequest, Agent as HttpAgent, type RequestOptions, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { isLocalHost } from '../http-exchange/hosts.ts'

/**
 * Connections without a request are closed after this, ms. It is less than servers wait (gunicorn 2 s, Node and uvicorn
 * 5 s): one that the server is just about to close must not be given a request.
 */
const IDLE = 1500

/** As much as any app may send in its headers: some write all their debug data there. Bytes. */
const MAX_HEADER_SIZE = 1024 * 1024

/** What is asked of an app; `headers` are names and values in turn, sent as they are. */
export interface AskedOfApp extends Pick<RequestOptions, 'method' | 'path'> {
  readonly headers: string[]
}

/** The app behind a proxy: how it is reached. */
export class ProxiedApp {
  /** Its origin. */
  readonly target: URL
  /** Certificates made at home are taken from hosts that are a developer's own. */
  readonly verifiesTls: boolean
  /** Connections that are used again. */
  private readonly pool: HttpAgent | HttpsAgent
  /** Remembers sessions of TLS alone. */
  private readonly apart: HttpAgent | HttpsAgent
  private readonly place: RequestOptions & { readonly rejectUnauthorized: boolean }

  constructor(target: URL) {
    this.target = target
    this.verifiesTls = !isLocalHost(target)
    this.place = {
      host: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port,
      setHost: false,
      maxHeaderSize: MAX_HEADER_SIZE,
      rejectUnauthorized: this.verifiesTls,
    }
    const Agent = target.protocol === 'https:' ? HttpsAgent : HttpAgent
    this.pool = new Agent({ keepAlive: true, timeout: IDLE, scheduling: 'lifo' })
    this.apart = new Agent({ keepAlive: false })
  }

  /**
   * Begins a request, on a connection that was used before if there is one: the app may be about to close that, and then
   * nobody knows whether it has seen the request. Throws for one that cannot be sent.
   */
  request(asked: AskedOfApp): ClientRequest {
    return this.send(asked, this.pool)
  }

  /** Begins a request on a new connection, which is closed after it and may become something else than HTTP. */
  requestApart(asked: AskedOfApp): ClientRequest {
    return this.send(asked, this.apart)
  }

  close(): void {
    this.pool.destroy()
    this.apart.destroy()
  }

  private send(asked: AskedOfApp, agent: HttpAgent | HttpsAgent): ClientRequest {
    const options = { ...asked, ...this.place, agent }
    return this.target.protocol === 'https:' ? requestHttps(options) : requestHttp(options)
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
