import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { EventId } from '../../shared/event.ts'
import type {
  Facets,
  RequestArg,
  RequestResult,
  TreeState,
  ViewPage,
  ViewSpec,
  ViewState,
} from '../../shared/messages.ts'
import type { Condition } from '../../shared/query/query.ts'
import type { ViewChange } from './api.ts'
import { compileConditions, compileOrder } from './compile.ts'
import { readRows } from './event-rows.ts'
import { FacetCounts } from './facets.ts'
import { IdList } from './id-list.ts'
import type { Pins } from './pins.ts'
import type { RecentRows } from './recent-rows.ts'
import { resolveFrom } from './run-query.ts'

/** Rows sent with a change; a screen shows fewer. */
const TAIL_ROWS = 200

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

  private constructor(spec: ViewSpec, from: readonly Condition[], closedTree: readonly Condition[]) {
    this.spec = spec
    this.from = from
    this.hiddenTypes = withoutTypes(spec.hiddenTypes)
    this.closedTree = closedTree
    this.facets = new FacetCounts({ from, where: spec.where, hiddenTypes: this.hiddenTypes })
  }

  static async open(connection: DuckDBConnection, spec: ViewSpec, moment: LogMoment): Promise<View> {
    const from = await resolveFrom(connection, spec.from)
    const closedTree = spec.orderBy ? [] : await closedParts(connection, spec.tree)
    const view = new View(spec, from, closedTree)
    await view.fill(connection, moment.lastId)
    return view
  }

  async state(connection: DuckDBConnection, moment: LogMoment): Promise<ViewState> {
    const length = this.ids.length
    const tail = await this.page(connection, { offset: length - TAIL_ROWS, limit: TAIL_ROWS }, moment)
    return { view: this.spec.view, rows: length, matching: this.matching, all: this.all, tail }
  }

  /** Takes the events up to the newest one in; null if that changed nothing. */
  async advance(connection: DuckDBConnection, moment: LogMoment): Promise<ViewChange | null> {
    if (moment.lastId === this.lastId) return null
    const before = { rows: this.ids.length, matching: this.matching, all: this.all }
    await this.fill(connection, moment.lastId)
    const counts = { rows: this.ids.length, matching: this.matching, all: this.all }
    if (counts.all === before.all) return null
    const offset = Math.max(before.rows, counts.rows - TAIL_ROWS)
    const tail = this.spec.orderBy ? null : await this.page(connection, { offset, limit: counts.rows - offset }, moment)
    return { view: this.spec.view, ...counts, tail }
  }

  async readFacets(connection: DuckDBConnection): Promise<{ view: number; facets: Facets }> {
    await this.facets.advance(connection, this.lastId)
    return { view: this.spec.view, facets: this.facets.result() }
  }

  async page(
    connection: DuckDBConnection,
    { offset, limit }: { offset: number; limit: number },
    { pins, recent }: Pick<LogMoment, 'pins' | 'recent'>,
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
    const wanted = new Set((await readIds(connection, [...this.conditions(), ...where])).all)
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

  /** Adds what came after the last event seen, up to `lastId`. */
  private async fill(connection: DuckDBConnection, lastId: EventId): Promise<void> {
    const isResorted = this.spec.orderBy !== null
    const conditions = [...this.conditions(), ...this.closedTree]
    const added: Condition = { field: 'id', operator: 'between', value: [this.lastId + 1, lastId] }
    const range: Condition = isResorted ? { field: 'id', operator: 'lte', value: lastId } : added
    // Ids have no gaps among new events; only the first time some may be gone already.
    const isWithoutGaps = this.lastId > 0
    if (isWithoutGaps && !isResorted && conditions.length === 0) this.ids.pushRange(this.lastId + 1, lastId)
    else {
      const ids = await readIds(connection, [range, ...conditions], this.spec.orderBy)
      // A sorted list is replaced in one step: pages that are read meanwhile come from the one before.
      if (isResorted) this.ids = ids
      else this.ids.push(ids.all)
    }
    this.matching =
      this.closedTree.length === 0
        ? this.ids.length
        : this.matching + (await countEvents(connection, [added, ...this.conditions()]))
    const isCountKnown = this.from.length === 0 && isWithoutGaps
    this.all += isCountKnown ? lastId - this.lastId : await countEvents(connection, [added, ...this.from])
    this.lastId = lastId
  }
}

async function readIds(
  connection: DuckDBConnection,
  conditions: readonly Condition[],
  orderBy: ViewSpec['orderBy'] = null,
): Promise<IdList> {
  const where = compileConditions(conditions)
  // Without a sort key, DuckDB returns rows in the order they were inserted, which is the order of their ids.
  const order = orderBy ? compileOrder([orderBy]) : { sql: '', params: [] }
  const result = await connection.run(`SELECT id::DOUBLE FROM events e WHERE ${where.sql} ${order.sql}`, [
    ...where.params,
    ...order.params,
  ])
  const ids = new IdList()
  // Chunk by chunk without waiting: the result is here, and half a thousand turns of the event loop are not free.
  for (let index = 0; index < result.chunkCount; index++) ids.push(numbersOf(result.getChunk(index)))
  return ids
}

function numbersOf(chunk: DuckDBDataChunk): Float64Array {
  const vector = chunk.getColumnVector(0)
  const numbers = new Float64Array(vector.itemCount)
  for (let index = 0; index < numbers.length; index++) numbers[index] = Number(vector.getItem(index))
  return numbers
}

async function countEvents(connection: DuckDBConnection, conditions: readonly Condition[]): Promise<number> {
  const where = compileConditions(conditions)
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM events e WHERE ${where.sql}`,
    where.params,
  )
  return Number(reader.getRows()[0]?.[0] ?? 0)
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
