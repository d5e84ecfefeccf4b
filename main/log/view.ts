import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type {
  Facets,
  RequestArg,
  RequestResult,
  TreeState,
  ViewCounts,
  ViewPage,
  ViewSpec,
  ViewState,
} from '../../shared/messages.ts'
import type { Condition } from '../../shared/query/query.ts'
import type { ViewChange } from './api.ts'
import { compileConditions } from './compile.ts'
import { readRows } from './event-rows.ts'
import { FacetCounts } from './facets.ts'
import { IdList } from './id-list.ts'
import type { Pins } from './pins.ts'
import { Queue } from './queue.ts'
import type { RecentRows } from './recent-rows.ts'
import { resolveFrom } from './run-query.ts'
import { countEvents, findFirstOfAll, readIds } from './view-ids.ts'

/** Rows sent with a change; a screen shows fewer. */
const TAIL_ROWS = 200
/** An eager view looks through so many of the newest events first, and then through so many times more. */
const FIRST_SLICE = 32_768
const SLICE_GROWTH = 4
/** It is answered once so many rows are found, which is more than a screen shows. */
const SCREEN_ROWS = 60
/** So many events are put in order at once; of more than these, an eager view has the first ones first. */
const SORTED_AT_ONCE = 8192
/** A screen of them: they lie anywhere in the log, so that reading them costs more than finding them. */
const FIRST_SORTED = 40

/** The condition that leaves out the types that a viewer has switched off. */
export function withoutTypes(types: readonly string[]): readonly Condition[] {
  return types.length === 0 ? [] : [{ not: { field: 'type', operator: 'in', value: types } }]
}

/** What a view needs to know of the log at the moment it is asked. */
export interface LogMoment {
  readonly lastId: EventId
  readonly pins: Pins
  readonly recent: RecentRows
}

/** What reading rows needs to know of it. */
export type RowMoment = Pick<LogMoment, 'pins' | 'recent'>

/**
 * The result of a viewer's query: the ids of all its rows, in order. Pages are slices of it, so that any part of a
 * million rows is as near as the first, and rows that arrive only add to its end.
 */
export class View {
  private readonly spec: ViewSpec
  private readonly from: readonly Condition[]
  private readonly hiddenTypes: readonly Condition[]
  private readonly closedTree: readonly Condition[]
  private readonly facets: FacetCounts
  private ids = new IdList()
  private lastId: EventId = 0
  private matching = 0
  private all = 0
  /** Events up to this id are not looked through yet; 0 in a view that is complete. */
  private unreadId: EventId = 0
  /** What changes the rows, one change after the other. */
  private readonly changes = new Queue()

  private constructor(spec: ViewSpec, from: readonly Condition[], closedTree: readonly Condition[]) {
    this.spec = spec
    this.from = from
    this.hiddenTypes = withoutTypes(spec.hiddenTypes)
    this.closedTree = closedTree
    this.facets = new FacetCounts({ from, where: spec.where, hiddenTypes: spec.hiddenTypes })
  }

  /** Where the spec is eager, the view may be left incomplete; `firstSlice` tells how many events are looked at first. */
  static async open(
    connection: DuckDBConnection,
    spec: ViewSpec,
    { lastId }: LogMoment,
    firstSlice = FIRST_SLICE,
  ): Promise<View> {
    const from = await resolveFrom(connection, spec.from)
    const closedTree = spec.orderBy ? [] : await closedParts(connection, spec.tree)
    const view = new View(spec, from, closedTree)
    const slice = spec.isEager ? firstSlice : lastId
    const isLimited = spec.isEager === true && lastId > Math.min(slice, SORTED_AT_ONCE)
    if (spec.orderBy) await view.beginInOrder(connection, lastId, isLimited)
    else await view.beginAtEnd(connection, lastId, slice)
    const hasAll = view.isEverything() && view.isComplete
    view.all = hasAll ? view.matching : await countEvents(connection, [upTo(lastId), ...from])
    view.lastId = lastId
    return view
  }

  get isComplete(): boolean {
    return this.unreadId === 0
  }

  async state(connection: DuckDBConnection, moment: RowMoment): Promise<ViewState> {
    const counts = this.counts()
    const shown = this.spec.orderBy
      ? { offset: 0, limit: FIRST_SORTED }
      : { offset: counts.rows - TAIL_ROWS, limit: TAIL_ROWS }
    const tail = await this.page(connection, shown, moment)
    return { view: this.spec.view, ...counts, tail }
  }

  /** Finds the rows that an eager opening has left out. Rejects if the connection is interrupted. */
  async complete(connection: DuckDBConnection, moment: RowMoment): Promise<ViewState> {
    const { orderBy } = this.spec
    const range = upTo(this.unreadId)
    const missing = orderBy
      ? { ids: await readIds(connection, { conditions: [range, ...this.conditions()], orderBy }), hidden: 0 }
      : await this.readRange(connection, range)
    return this.changes.run(async () => {
      if (orderBy) this.ids = missing.ids
      else this.ids.prepend(missing.ids.all)
      this.matching = orderBy ? this.ids.length : this.matching + missing.ids.length + missing.hidden
      this.unreadId = 0
      return this.state(connection, moment)
    })
  }

  /** Takes the events up to the newest one in; null if that changed nothing. */
  advance(connection: DuckDBConnection, moment: LogMoment): Promise<ViewChange | null> {
    return this.changes.run(async () => {
      // An order has no place for what comes before all of it is known.
      const isWaiting = this.spec.orderBy !== null && !this.isComplete
      if (moment.lastId === this.lastId || isWaiting) return null
      const before = this.counts()
      await this.fill(connection, moment.lastId)
      const counts = this.counts()
      if (counts.all === before.all) return null
      const offset = Math.max(before.rows, counts.rows - TAIL_ROWS)
      const tail = this.spec.orderBy
        ? null
        : await this.page(connection, { offset, limit: counts.rows - offset }, moment)
      return { view: this.spec.view, ...counts, tail }
    })
  }

  async readFacets(connection: DuckDBConnection): Promise<{ view: number; facets: Facets }> {
    await this.facets.advance(connection, this.lastId)
    return { view: this.spec.view, facets: this.facets.result() }
  }

  async page(
    connection: DuckDBConnection,
    { offset, limit }: { offset: number; limit: number },
    { pins, recent }: RowMoment,
  ): Promise<ViewPage> {
    const start = Math.max(0, offset)
    const ids = this.ids.slice(start, offset + limit)
    const rows = recent.find(ids, pins) ?? (await readRows(connection, ids, pins))
    return { view: this.spec.view, offset: start, rows }
  }

  locate(id: EventId): number {
    if (this.ids.length === 0) return -1
    if (this.spec.orderBy) return Math.max(0, this.ids.indexOf(id))
    return Math.min(this.ids.lowerBound(id), this.ids.length - 1)
  }

  async find(
    connection: DuckDBConnection,
    { from, step, where }: RequestArg<'view/find'>,
  ): Promise<RequestResult<'view/find'>> {
    return this.spec.orderBy
      ? this.findInOrder(connection, from, step, where)
      : this.findById(connection, from, step, where)
  }

  private async findById(
    connection: DuckDBConnection,
    from: EventId | null,
    step: 1 | -1,
    where: readonly Condition[],
  ): Promise<RequestResult<'view/find'>> {
    const beyond: Condition[] = from === null ? [] : [{ field: 'id', operator: step > 0 ? 'gt' : 'lt', value: from }]
    const conditions = compileConditions([...beyond, ...this.conditions(), ...this.closedTree, ...where])
    const reader = await connection.runAndReadAll(
      `SELECT ${step > 0 ? 'min' : 'max'}(id)::DOUBLE FROM events e WHERE ${conditions.sql}`,
      conditions.params,
    )
    const id = reader.getRows()[0]?.[0]
    return typeof id === 'number' ? { id, index: this.ids.lowerBound(id) } : null
  }

  private async findInOrder(
    connection: DuckDBConnection,
    from: EventId | null,
    step: 1 | -1,
    where: readonly Condition[],
  ): Promise<RequestResult<'view/find'>> {
    const wanted = new Set((await readIds(connection, { conditions: [...this.conditions(), ...where] })).all)
    const start = from === null ? (step > 0 ? -1 : this.ids.length) : this.ids.indexOf(from)
    for (let index = start + step; index >= 0 && index < this.ids.length; index += step) {
      const id = this.ids.at(index)
      if (id !== undefined && wanted.has(id)) return { id, index }
    }
    return null
  }

  private conditions(): Condition[] {
    return [...this.from, ...this.spec.where, ...this.hiddenTypes]
  }

  private isEverything(): boolean {
    return this.conditions().length === 0 && this.closedTree.length === 0
  }

  private counts(): ViewCounts {
    return { rows: this.ids.length, matching: this.matching, all: this.all, isComplete: this.isComplete }
  }

  /** Looks through the newest events first, until they fill a screen; of all events, only whether one is missing. */
  private async beginAtEnd(connection: DuckDBConnection, lastId: EventId, firstSlice: number): Promise<void> {
    const first = this.isEverything() ? await findFirstOfAll(connection, lastId) : null
    if (first !== null) {
      this.ids.pushRange(first, lastId)
      this.matching = this.ids.length
      return
    }
    this.unreadId = lastId
    for (let slice = firstSlice; this.unreadId > 0 && this.ids.length < SCREEN_ROWS; slice *= SLICE_GROWTH) {
      const floor = Math.max(0, this.unreadId - slice)
      const { ids, hidden } = await this.readRange(connection, between(floor + 1, this.unreadId))
      this.ids.prepend(ids.all)
      this.matching += ids.length + hidden
      this.unreadId = floor
    }
  }

  private async beginInOrder(connection: DuckDBConnection, lastId: EventId, isLimited: boolean): Promise<void> {
    const conditions = [upTo(lastId), ...this.conditions()]
    const { orderBy } = this.spec
    this.ids = await readIds(connection, { conditions, orderBy, ...(isLimited && { limit: FIRST_SORTED }) })
    this.matching = this.ids.length
    if (isLimited && this.ids.length === FIRST_SORTED) this.unreadId = lastId
  }

  /** Rows of a range of the log, and how many more match and are hidden in closed parts of the tree. */
  private async readRange(connection: DuckDBConnection, range: Condition): Promise<{ ids: IdList; hidden: number }> {
    const conditions = [range, ...this.conditions()]
    const ids = await readIds(connection, { conditions: [...conditions, ...this.closedTree] })
    const hidden = this.closedTree.length === 0 ? 0 : (await countEvents(connection, conditions)) - ids.length
    return { ids, hidden }
  }

  /** Adds what came after the last event seen, up to `lastId`. */
  private async fill(connection: DuckDBConnection, lastId: EventId): Promise<void> {
    const added = between(this.lastId + 1, lastId)
    const { orderBy } = this.spec
    if (orderBy) {
      // Replaced in one step: pages that are read meanwhile come from the one before.
      this.ids = await readIds(connection, { conditions: [upTo(lastId), ...this.conditions()], orderBy })
      this.matching = this.ids.length
    } else if (this.isEverything()) {
      // Ids have no gaps among new events.
      this.ids.pushRange(this.lastId + 1, lastId)
      this.matching += lastId - this.lastId
    } else {
      const { ids, hidden } = await this.readRange(connection, added)
      this.ids.push(ids.all)
      this.matching += ids.length + hidden
    }
    this.all += this.from.length === 0 ? lastId - this.lastId : await countEvents(connection, [added, ...this.from])
    this.lastId = lastId
  }
}

function between(first: EventId, last: EventId): Condition {
  return { field: 'id', operator: 'between', value: [first, last] }
}

function upTo(last: EventId): Condition {
  return { field: 'id', operator: 'lte', value: last }
}

/** The conditions that leave out what stands in closed parts of the tree. */
async function closedParts(connection: DuckDBConnection, tree: TreeState): Promise<Condition[]> {
  const nodes = new Map((await readRows(connection, tree.toggled, new Map())).map((row) => [row.id, row]))
  if (tree.open) {
    const hidden = [...nodes.values()].map(
      ({ id, descendants }): Condition => ({ field: 'id', operator: 'between', value: [id + 1, id + descendants] }),
    )
    return hidden.length === 0 ? [] : [{ not: { any: hidden } }]
  }
  const isVisible = (id: EventId): boolean => {
    const parent = nodes.get(id)?.parent
    return parent === null || (parent !== undefined && nodes.has(parent) && isVisible(parent))
  }
  const opened = [...nodes.keys()].filter(isVisible)
  const roots: Condition = { field: 'depth', operator: 'eq', value: 0 }
  return [opened.length === 0 ? roots : { any: [roots, { field: 'parent', operator: 'in', value: opened }] }]
}
