import { createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isFromOwnPage, isToken } from './guard.ts'

/** Where the viewer's socket is, and the only path at which its key is sent. */
export const VIEWER_PATH = '/viewer'

/**
 * What stands for the token in a browser. A browser sends the cookies of a port to all other ports of the same name, that is,
 * to the very apps that are being watched: so none of them is the token, the one that goes everywhere opens nothing, and the
 * one that opens the socket goes to its path alone and counts from the viewer's own page alone.
 */
export class ViewerCookies {
  private readonly mark: string
  private readonly key: string
  private readonly port: () => number

  /** `port` is known once it is open. */
  constructor(token: string, port: () => number) {
    this.mark = derive(token, 'page')
    this.key = derive(token, 'socket')
    this.port = port
  }

  /** Values of `Set-Cookie`, for who has shown the token. */
  write(): string[] {
    const rest = 'HttpOnly; SameSite=Strict'
    return [`${this.name}=${this.mark}; ${rest}; Path=/`, `${this.name}-key=${this.key}; ${rest}; Path=${VIEWER_PATH}`]
  }

  /** Whether this browser has shown the token: then its user is given the viewer's page, which holds nothing. */
  isKnown(request: IncomingMessage): boolean {
    return isToken(readCookie(request, this.name), this.mark)
  }

  /** Whether the viewer's page asks, in a browser that has shown the token. */
  isViewer(request: IncomingMessage): boolean {
    return isFromOwnPage(request.headers) && isToken(readCookie(request, `${this.name}-key`), this.key)
  }

  /** Cookies ignore ports, so the port is in the name. */
  private get name(): string {
    return `tattler-${this.port()}`
  }
}

function readCookie({ headers }: IncomingMessage, name: string): string | undefined {
  const cookies = (headers.cookie ?? '').split(/;\s*/)
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1)
}

function derive(token: string, use: string): string {
  return createHmac('sha256', token).update(use).digest('base64url')
}
