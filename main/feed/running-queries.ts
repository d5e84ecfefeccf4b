import type { EventQuery, QueryResult } from '../../shared/query/query.ts'
import type { AsyncLogApi } from '../log/api.ts'

/** Queries that viewers run by hand: one at a time for each viewer, which may end it before its answer is there. */
export class RunningQueries {
  private readonly log: AsyncLogApi
  /** Name of the job, by viewer. */
  private readonly jobs = new Map<number, string>()
  private count = 0

  constructor(log: AsyncLogApi) {
    this.log = log
  }

  /** Ends the viewer's query before, if that is still running. */
  async run(viewer: number, query: EventQuery): Promise<QueryResult> {
    // Where the log has crashed, the new query is what tells of it.
    this.cancel(viewer).catch(() => undefined)
    this.count++
    const job = `query ${viewer} ${this.count}`
    this.jobs.set(viewer, job)
    const isCurrent = () => this.jobs.get(viewer) === job
    try {
      const result = await this.log.queryAsJob(job, query)
      if (isCurrent()) return result
    } catch (error) {
      if (isCurrent()) throw error
    } finally {
      if (isCurrent()) this.jobs.delete(viewer)
    }
    throw new Error('the query was cancelled')
  }

  async cancel(viewer: number): Promise<void> {
    const job = this.jobs.get(viewer)
    if (job === undefined) return
    this.jobs.delete(viewer)
    await this.log.cancelJob(job)
  }
}
