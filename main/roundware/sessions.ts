import type { Condition } from '../../shared/query/query.ts'
import type { AsyncLogApi } from '../log/api.ts'
import { Queue } from '../log/queue.ts'

/** Ids of Roundware's sessions are kept apart from those of other systems by the instance, one for each project. */
const INSTANCE = /^roundware(?:-(\d+))?$/
/** The project of a session that nobody has begun. */
export const DEFAULT_PROJECT = 1
/** Sessions remembered; the log knows the others. */
const MOST_REMEMBERED = 10_000

const OF_ROUNDWARE: Condition = { field: 'protocol', operator: 'eq', value: 'roundware' }

/** Name of the instance that a project's events belong to. */
export function instanceOf(project: number): string {
  return project === DEFAULT_PROJECT ? 'roundware' : `roundware-${project}`
}

/** The sessions of Roundware: which there are, and of which project. What is not in memory is looked up in the log. */
export class RoundwareSessions {
  private readonly log: AsyncLogApi
  private readonly creating = new Queue()
  private readonly projects = new Map<number, number>()
  /** The newest id that was given out; null until the log was asked. */
  private lastId: number | null = null

  constructor(log: AsyncLogApi) {
    this.log = log
  }

  /** The project of a session; null for one that nothing was heard of. */
  async find(id: number): Promise<number | null> {
    const known = this.projects.get(id)
    if (known !== undefined) return known
    const { events = [] } = await this.log.query({
      from: { instance: '*', stream: String(id) },
      where: [OF_ROUNDWARE],
      select: ['instance'],
      limit: 1,
    })
    const name = INSTANCE.exec(String(events[0]?.instance ?? ''))
    if (!name) return null
    const project = Number(name[1] ?? DEFAULT_PROJECT)
    this.remember(id, project)
    return project
  }

  /** The project of a session, which begins now if nothing was heard of it: nothing that is told of it shall be lost. */
  async findOrBegin(id: number): Promise<number> {
    const project = await this.find(id)
    if (project === null) this.remember(id, DEFAULT_PROJECT)
    return project ?? DEFAULT_PROJECT
  }

  /** A new session of a project: ids grow, over restarts as well, and leave out those that a client brought along. */
  begin(project: number): Promise<number> {
    return this.creating.run(async () => {
      let id = (this.lastId ?? (await this.readLastId())) + 1
      while ((await this.find(id)) !== null) id++
      this.lastId = id
      this.remember(id, project)
      return id
    })
  }

  private async readLastId(): Promise<number> {
    const { aggregation } = await this.log.query({
      from: { instance: '*' },
      where: [OF_ROUNDWARE, { field: 'metadata.kind', operator: 'eq', value: 'session' }],
      reduce: { type: 'max', field: 'payload.id' },
    })
    return typeof aggregation === 'number' ? aggregation : 0
  }

  private remember(id: number, project: number): void {
    this.projects.set(id, project)
    const [oldest] = this.projects.keys()
    if (this.projects.size > MOST_REMEMBERED && oldest !== undefined) this.projects.delete(oldest)
  }
}
