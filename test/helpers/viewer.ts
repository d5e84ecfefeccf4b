import { onTestFinished } from 'vitest'
import { openViewer, type ViewerConnection } from '../../main/cli/viewer-connection.ts'
import type { FeedMessage, RequestArg, RequestName, RequestResult, ViewSpec, ViewState } from '../../shared/messages.ts'
import { until } from './collector.ts'

/** A viewer without a screen: the real protocol over a real socket. */
export class TestViewer {
  readonly feed: FeedMessage[] = []
  private readonly connection: ViewerConnection

  private constructor(connection: ViewerConnection) {
    this.connection = connection
    connection.onFeed((message) => this.feed.push(message))
    onTestFinished(() => connection.close())
  }

  static async connect(collector: { readonly url: string; readonly token: string }): Promise<TestViewer> {
    return new TestViewer(await openViewer(collector))
  }

  close(): void {
    this.connection.close()
  }

  request<M extends RequestName>(method: M, arg: RequestArg<M>): Promise<RequestResult<M>> {
    return this.connection.request(method, arg)
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
