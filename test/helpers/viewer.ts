import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type {
  FeedMessage,
  RequestArg,
  RequestName,
  RequestResult,
  ViewerReply,
  ViewSpec,
  ViewState,
} from '../../shared/messages.ts'
import { until } from './collector.ts'

/** A viewer without a screen: the real protocol over a real socket. */
export class TestViewer {
  readonly feed: FeedMessage[] = []
  private readonly socket: WebSocket
  private readonly pending = new Map<number, (reply: ViewerReply) => void>()
  private seq = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as FeedMessage | ViewerReply
      if ('seq' in message) this.pending.get(message.seq)?.(message)
      else this.feed.push(message)
    })
    onTestFinished(() => socket.terminate())
  }

  static async connect(collector: { readonly url: string; readonly token: string }): Promise<TestViewer> {
    const socket = new WebSocket(`${collector.url.replace('http', 'ws')}/viewer?token=${collector.token}`)
    const viewer = new TestViewer(socket)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return viewer
  }

  request<M extends RequestName>(method: M, arg: RequestArg<M>): Promise<RequestResult<M>> {
    const seq = ++this.seq
    return new Promise((resolve, reject) => {
      this.pending.set(seq, (reply) => {
        if ('error' in reply) reject(new Error(`${reply.error.code}: ${reply.error.message}`))
        else resolve(reply.result as RequestResult<M>)
      })
      this.socket.send(JSON.stringify({ seq, method, arg }))
    })
  }

  open(spec: Partial<ViewSpec> = {}): Promise<ViewState> {
    return this.request('view/open', {
      view: 1,
      from: { instance: '*' },
      where: [],
      hiddenTypes: [],
      orderBy: null,
      tree: { open: true, toggled: [] },
      ...spec,
    })
  }

  /** The last feed message of a type, once there is one that fulfils `check`. */
  next<T extends FeedMessage['type']>(
    type: T,
    check: (message: Extract<FeedMessage, { type: T }>) => boolean = () => true,
  ): Promise<Extract<FeedMessage, { type: T }>> {
    return until(() =>
      this.feed.findLast(
        (message): message is Extract<FeedMessage, { type: T }> =>
          message.type === type && check(message as Extract<FeedMessage, { type: T }>),
      ),
    )
  }
}
