import type { EventRow } from '../../shared/event.ts'
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
  private lastId = 0
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
    if (this.history === 0) this.lastId = state.tail.rows.at(-1)?.id ?? 0
    await this.printUpTo(connection, state.view, state.rows, state.tail)
  }

  async take(connection: ViewerConnection, message: FeedMessage): Promise<void> {
    if (message.type === 'view/changed') await this.printUpTo(connection, message.view, message.rows, message.tail)
    else if (message.type === 'view/reset') await this.relocate(connection, message)
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
      const page =
        tail && tail.offset <= this.next
          ? tail
          : await connection.request('view/page', { view, offset: this.next, limit: PAGE_ROWS })
      const end = page.offset + page.rows.length
      // The rows went away meanwhile; a reset follows.
      if (end <= this.next) return
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
