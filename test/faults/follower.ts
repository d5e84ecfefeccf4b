import { setTimeout as sleep } from 'node:timers/promises'
import { openViewer, type ViewerConnection } from '../../main/cli/viewer-connection.ts'
import type { ViewSpec } from '../../shared/messages.ts'
import type { Reachable } from './ask.ts'

const EVERYTHING: ViewSpec = {
  view: 1,
  from: { instance: '*' },
  where: [],
  hiddenTypes: [],
  orderBy: null,
  tree: { open: true, toggled: [] },
}
/** The most rows that a viewer may ask for at once. */
const PAGE = 500
/** Between two tries to connect, ms. */
const PAUSE = 50

/** A viewer without a screen: knows how many rows it was told of, and comes back when it is disconnected. */
export class Follower {
  /** As it was told; null while it is not connected. */
  rows: number | null = null
  private readonly tattler: Reachable
  private connection: ViewerConnection | null = null
  private isOver = false

  constructor(tattler: Reachable) {
    this.tattler = tattler
    void this.follow()
  }

  /** Of a connection that is there, or as soon as there is one. */
  async clear(): Promise<void> {
    await (await this.connected()).request('log/clear', undefined)
  }

  /** What it shows when it goes through all its rows. */
  async readTexts(): Promise<string[]> {
    const connection = await this.connected()
    const texts: string[] = []
    const rows = this.rows ?? 0
    while (texts.length < rows) {
      const page = await connection.request('view/page', { view: 1, offset: texts.length, limit: PAGE })
      if (page.rows.length === 0) break
      texts.push(...page.rows.map(({ summary }) => summary))
    }
    return texts
  }

  close(): void {
    this.isOver = true
    this.connection?.close()
  }

  private async connected(): Promise<ViewerConnection> {
    while (this.connection === null || this.rows === null) await sleep(PAUSE)
    return this.connection
  }

  private async follow(): Promise<void> {
    for (; !this.isOver; await sleep(PAUSE)) {
      try {
        const connection = await openViewer(this.tattler)
        this.connection = connection
        connection.onFeed((message) => {
          if (message.type === 'view/changed' || message.type === 'view/reset') this.rows = message.rows
        })
        this.rows = (await connection.request('view/open', EVERYTHING)).rows
        await connection.closed
      } catch {
        // The log is being started again.
        this.connection?.close()
      }
      this.connection = null
      this.rows = null
    }
  }
}
