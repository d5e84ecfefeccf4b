import { randomBytes } from 'node:crypto'
import { BIGINT, type DuckDBConnection, LIST, listValue, VARCHAR } from '@duckdb/node-api'

/** An instance of the event log: made by one of its clients, and apart from the apps that simply send. */
export interface EventLogInstance {
  readonly id: string
  readonly name: string
  readonly description: string | null
  /** ms since the epoch. */
  readonly created: number
  /** When it was made or changed, or got its newest event; ms since the epoch. */
  readonly updated: number
}

/** What clients may change of an instance; what is missing stays as it is. */
export interface InstanceChanges {
  readonly name?: string
  /** Null takes it away. */
  readonly description?: string | null
}

/** More instances than anybody needs, and few enough to answer them all at once. */
const MOST_INSTANCES = 10_000

export class InstanceError extends Error {
  override readonly name = 'InstanceError'
  readonly code: 'instance-not-found' | 'instance-exists' | 'instance-limit'
  constructor(code: InstanceError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/**
 * The instances of the event log: read once, then kept in step with their table. A change is made in memory first; then
 * `write` stores it inside the caller's transaction, or `reload` takes it back.
 */
export class InstanceBook {
  private readonly byId = new Map<string, EventLogInstance>()
  private readonly changed = new Set<string>()
  /** Ids of all instances of the log, those of apps among them. */
  private readonly known: ReadonlySet<string>

  private constructor(known: ReadonlySet<string>) {
    this.known = known
  }

  static async open(connection: DuckDBConnection, known: ReadonlySet<string>): Promise<InstanceBook> {
    const book = new InstanceBook(known)
    await book.reload(connection)
    return book
  }

  /** In the order in which they were made. */
  list(): readonly EventLogInstance[] {
    return [...this.byId.values()]
  }

  has(id: string): boolean {
    return this.byId.has(id)
  }

  /** The instance with that id, or else with that name. Throws an `InstanceError`. */
  find(reference: string): EventLogInstance {
    const found = this.byId.get(reference) ?? this.findName(reference)
    if (!found) throw new InstanceError('instance-not-found', `Event log instance not found: ${cut(reference)}`)
    return found
  }

  /** Makes an instance, whose name no other may have. Throws an `InstanceError`. */
  create(name: string, description: string | null, time: number): EventLogInstance {
    if (this.findName(name)) throw alreadyExists(name)
    if (this.byId.size >= MOST_INSTANCES) {
      throw new InstanceError('instance-limit', `There are ${MOST_INSTANCES} event log instances already; delete some`)
    }
    return this.put({ id: this.freeId(name), name, description, created: time, updated: time })
  }

  /** The instance with that id or name, which is made if there is none. */
  ensure(reference: string, time: number): EventLogInstance {
    return this.byId.get(reference) ?? this.findName(reference) ?? this.create(reference, null, time)
  }

  /** Throws an `InstanceError`. */
  update(reference: string, { name, description }: InstanceChanges, time: number): EventLogInstance {
    const instance = this.find(reference)
    const namesake = name === undefined ? undefined : this.findName(name)
    if (namesake && namesake.id !== instance.id) throw alreadyExists(namesake.name)
    return this.put({
      ...instance,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      updated: time,
    })
  }

  /** An event was added to the instance. */
  touch(id: string, time: number): void {
    const instance = this.byId.get(id)
    if (instance && time > instance.updated) this.put({ ...instance, updated: time })
  }

  delete(reference: string): EventLogInstance {
    const instance = this.find(reference)
    this.byId.delete(instance.id)
    this.changed.add(instance.id)
    return instance
  }

  /** Whether there is something to `write`. */
  get isChanged(): boolean {
    return this.changed.size > 0
  }

  /** Stores what was changed, inside the caller's transaction. */
  async write(connection: DuckDBConnection): Promise<void> {
    if (this.changed.size === 0) return
    const ids = [...this.changed]
    await connection.run('DELETE FROM instances WHERE id IN (SELECT unnest(?))', [listValue(ids)], [LIST(VARCHAR)])
    const kept = ids.flatMap((id) => this.byId.get(id) ?? [])
    if (kept.length > 0) {
      await connection.run(
        'INSERT INTO instances SELECT unnest($1), unnest($2), unnest($3), unnest($4), unnest($5)',
        [
          listValue(kept.map(({ id }) => id)),
          listValue(kept.map(({ name }) => name)),
          listValue(kept.map(({ description }) => description)),
          listValue(kept.map(({ created }) => BigInt(created))),
          listValue(kept.map(({ updated }) => BigInt(updated))),
        ],
        [LIST(VARCHAR), LIST(VARCHAR), LIST(VARCHAR), LIST(BIGINT), LIST(BIGINT)],
      )
    }
    this.changed.clear()
  }

  /** Back to what the log holds, after a change that was not stored. */
  async reload(connection: DuckDBConnection): Promise<void> {
    const reader = await connection.runAndReadAll(
      `SELECT id, name, description, created::DOUBLE, updated::DOUBLE FROM instances
       WHERE updated IS NOT NULL ORDER BY created, id`,
    )
    this.changed.clear()
    this.byId.clear()
    for (const [id, name, description, created, updated] of reader.getRows()) {
      this.byId.set(String(id), {
        id: String(id),
        name: String(name),
        description: typeof description === 'string' ? description : null,
        created: Number(created),
        updated: Number(updated),
      })
    }
  }

  private findName(name: string): EventLogInstance | undefined {
    for (const instance of this.byId.values()) if (instance.name === name) return instance
    return undefined
  }

  private put(instance: EventLogInstance): EventLogInstance {
    this.byId.set(instance.id, instance)
    this.changed.add(instance.id)
    return instance
  }

  /** The name itself where it is nobody's id, for it is what people read and write. `*` stands for all in queries. */
  private freeId(name: string): string {
    const isFree = name !== '*' && !this.known.has(name) && !this.byId.has(name)
    return isFree ? name : `${name}-${randomBytes(4).toString('hex')}`
  }
}

function alreadyExists(name: string): InstanceError {
  return new InstanceError('instance-exists', `Event log instance already exists: ${cut(name)}`)
}

/** A reference for an error message. */
function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
