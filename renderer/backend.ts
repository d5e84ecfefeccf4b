import type { FeedMessage, RequestArg, RequestName, RequestResult } from '../shared/messages.ts'

/** `connecting` on the first try, `lost` while reconnecting, `refused` when the token is wrong: retrying cannot help. */
export type Connection = 'connecting' | 'open' | 'lost' | 'refused'

/** The viewer's only door to the collector. */
export interface Backend {
  /** Rejects with a `BackendError` when the collector answers with an error or the connection is lost meanwhile. */
  request<M extends RequestName>(method: M, arg: RequestArg<M>): Promise<RequestResult<M>>
  onFeed(listener: (message: FeedMessage) => void): () => void
  onConnection(listener: (connection: Connection) => void): () => void
  close(): void
}
