import type { EventId, EventRow } from '../../shared/event.ts'
import type { FeedMessage, ViewPage, ViewState } from '../../shared/messages.ts'
import type { ViewerConnection } from './viewer-connection.ts'

/** Rows of one `view/page` request, the most it allows. */
const PAGE_ROWS = 500

/**
 * Prints each row of a growing view once, in order: across rows that the feed left out, cleared logs and new
 * connections. Rows are told apart by id, since indexes change and ids do not.
 */
export class ViewPrinter {
  private readonly print: (row: EventRow) => void
  /** How many of the rows that are there at first are printed. */
  private readonly history: number
  private hasOpened = false
  /** Of the rows before `next` none is newer. */
  private lastId: EventId = 0
  /** Index of the next row to print. */
  private next = 0

  constructor(print: (row: EventRow) => void, history: number) {
    this.print = print
    this.history = history
  }

  /** Begins with a view as it was opened, or goes on where an earlier connection ended. */
  async open(connection: ViewerConnection, state: ViewState): Promise<void> {
    if (this.hasOpened) {
      await this.relocate(connection, state)
      return
    }
    this.hasOpened = true
    this.next = Math.max(0, state.rows - this.history)
    if (this.next > 0) this.lastId = await this.readIdBefore(connection, state)
    await this.printUpTo(connection, state.view, state.rows, state.tail)
  }

  async take(connection: ViewerConnection, message: FeedMessage): Promise<void> {
    if (message.type === 'view/changed') await this.printUpTo(connection, message.view, message.rows, message.tail)
    else if (message.type === 'view/reset') await this.relocate(connection, message)
  }

  private async readIdBefore(connection: ViewerConnection, { view, tail }: ViewState): Promise<EventId> {
    const isInTail = tail.offset < this.next
    const page = isInTail ? tail : await connection.request('view/page', { view, offset: this.next - 1, limit: 1 })
    return page.rows[this.next - 1 - page.offset]?.id ?? 0
  }

  private async relocate(connection: ViewerConnection, state: ViewState): Promise<void> {
    this.next = Math.max(0, await connection.request('view/locate', { view: state.view, id: this.lastId }))
    await this.printUpTo(connection, state.view, state.rows, state.tail)
  }

  private async printUpTo(
    connection: ViewerConnection,
    view: number,
    rows: number,
    tail: ViewPage | null,
  ): Promise<void> {
    while (this.next < rows) {
      const isInTail = tail !== null && tail.offset <= this.next
      const page = isInTail
        ? tail
        : await connection.request('view/page', { view, offset: Math.max(0, this.next - 1), limit: PAGE_ROWS })
      const end = page.offset + page.rows.length
      // Rows went away meanwhile, and indexes are those of other rows; a reset follows.
      const isMoved = page.offset < this.next && !isInTail && (page.rows[0]?.id ?? 0) > this.lastId
      if (end <= this.next || isMoved) return
      this.printNew(page.rows.slice(this.next - page.offset))
      this.next = end
    }
  }

  private printNew(rows: readonly EventRow[]): void {
    for (const row of rows) {
      if (row.id <= this.lastId) continue
      this.print(row)
      this.lastId = row.id
    }
  }
}
