/** Bytes of a body that are kept of an exchange. */
export const BODY_KEPT = 1024 * 1024

/** In the order in which they were sent, names as they were written. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[]

/** A body as far as it is kept. */
export interface ExchangeBody {
  /** Its first bytes, at most `BODY_KEPT`, freed of the compression that the headers tell of. */
  readonly base64: string
  /** Bytes of the whole body as it was sent. */
  readonly size: number
  /** Whether there was more than is kept here. */
  readonly isCut: boolean
  /** The compression that could not be undone: the bytes are still in it. */
  readonly encoding?: string
}

export interface ExchangeRequest {
  readonly method: string
  /** Absolute. */
  readonly url: string
  /** Like `1.1`. */
  readonly httpVersion: string
  readonly headers: HeaderPairs
  /** Null for none. */
  readonly body: ExchangeBody | null
}

export interface ExchangeResponse {
  readonly status: number
  /** The reason phrase; empty for none. */
  readonly reason: string
  readonly httpVersion: string
  readonly headers: HeaderPairs
  readonly body: ExchangeBody | null
}

/** How the debug data of the app for this exchange was had: the app's _profile_, a document of the web debug protocol. */
export type ExchangeProfile =
  | {
      /** Fetched from where the headers say, or injected into the response's body. */
      readonly transport: 'headers' | 'body'
      /** JSON text: the document, or for `body` the response's whole body with the document in it. */
      readonly text: string
      /** Why the way that comes first in the protocol's order, the headers, led nowhere. */
      readonly problem?: string
    }
  | {
      /** In one sentence. */
      readonly problem: string
      /** Host, with its port, that the user has to allow before anything is fetched from it. */
      readonly waitsFor?: string
    }

/** One HTTP exchange as seen from outside the app. */
export interface Exchange {
  readonly request: ExchangeRequest
  readonly response: ExchangeResponse | null
  /** Why there is no response, or no whole one; null for none of that. */
  readonly failure: string | null
  readonly timings: ExchangeTimings
  /** Null where the response speaks of none. */
  readonly profile: ExchangeProfile | null
}

/** ms since the epoch, with fractions. */
export interface ExchangeTimings {
  readonly start: number
  /** Of the response's head; null without a response. */
  readonly firstByte: number | null
  readonly end: number
}

/** What is kept of an exchange beside the payload, under `exchange` of the metadata of its `request` and `response`. */
export interface ExchangeFacts {
  readonly httpVersion: string
  /** Bytes of the whole body as it was sent; null for none. */
  readonly bodySize: number | null
  /** Whether the payload has only the beginning of the body. */
  readonly isBodyCut: boolean
  /** Bytes that are no text are not kept. */
  readonly isBodyBinary: boolean
  /** Of the request alone: where its debug data came from, and why it did not. */
  readonly profile?: {
    readonly transport?: 'headers' | 'body'
    readonly problem?: string
    readonly waitsFor?: string
  }
  /** Of the response alone: ms from the start to its head. */
  readonly firstByte?: number
  /** Of the request alone: why there is no response, or no whole one. */
  readonly failure?: string
}
