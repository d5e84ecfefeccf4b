import type { DuckDBConnection } from '@duckdb/node-api'
import type { ViewSpec, ViewState } from '../../shared/messages.ts'
import type { Readers } from './readers.ts'
import { type LogMoment, View } from './view.ts'

/** The views of all viewers, each of which has one. */
export class OpenViews {
  private readonly readers: Readers
  private readonly moment: () => LogMoment
  private readonly views = new Map<number, View>()
  private readonly specs = new Map<number, ViewSpec>()
  /** Where the rest of a viewer's view is being looked for. */
  private readonly completing = new Map<number, Completing>()

  constructor(readers: Readers, moment: () => LogMoment) {
    this.readers = readers
    this.moment = moment
  }

  get size(): number {
    return this.views.size
  }

  async open(viewer: number, spec: ViewSpec): Promise<ViewState> {
    this.specs.set(viewer, spec)
    // Two of a viewer's views at once would need twice the memory.
    await this.completing.get(viewer)?.end()
    return this.readers.use(async (connection) => {
      const view = await View.open(connection, spec, this.moment())
      // A viewer that types fast has asked for the next view by now; the older one must not replace it.
      if (this.specs.get(viewer) === spec) this.views.set(viewer, view)
      return view.state(connection, this.moment())
    })
  }

  /** Finds the rest of an eager view; null if nothing is missing, or another one has been opened by then. */
  complete(viewer: number): Promise<ViewState | null> {
    return this.use(viewer, null, async (view, connection) => {
      if (view.isComplete) return null
      const spec = this.specs.get(viewer)
      const isWanted = () => this.specs.get(viewer) === spec
      const completing = view.complete(connection, this.moment())
      this.completing.set(viewer, new Completing(connection, completing))
      try {
        const state = await completing
        return isWanted() ? state : null
      } catch (error) {
        if (isWanted()) throw error
        return null
      } finally {
        this.completing.delete(viewer)
      }
    })
  }

  /** Opens the same view again; null without one. */
  async reopen(viewer: number): Promise<ViewState | null> {
    const spec = this.specs.get(viewer)
    return spec ? this.open(viewer, { ...spec, isEager: false }) : null
  }

  close(viewer: number): void {
    this.views.delete(viewer)
    this.specs.delete(viewer)
    void this.completing.get(viewer)?.end()
  }

  async use<T>(
    viewer: number,
    otherwise: T,
    read: (view: View, connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    const view = this.views.get(viewer)
    return view ? this.readers.use((connection) => read(view, connection)) : otherwise
  }
}

/** A view that is being completed on a connection. */
class Completing {
  private readonly connection: DuckDBConnection
  private readonly ended: Promise<void>

  constructor(connection: DuckDBConnection, work: Promise<unknown>) {
    this.connection = connection
    const ignore = () => undefined
    this.ended = work.then(ignore, ignore)
  }

  /** Interrupts it; resolves when it has let go. */
  end(): Promise<void> {
    this.connection.interrupt()
    return this.ended
  }
}
