import type { Notice } from '../shared/messages.ts'

/** Notices kept. */
const KEPT = 50
const SEVERITIES: readonly Notice['severity'][] = ['info', 'warning', 'error']

/** What the user should know of, newest last. Repeats are counted, so that no sender can flood the list. */
export class Notices {
  private list: Notice[] = []
  private lastId = 0
  private readonly onChange: () => void

  constructor(onChange: () => void) {
    this.onChange = onChange
  }

  add(notice: Pick<Notice, 'severity' | 'code' | 'message' | 'hint' | 'setting'>): void {
    const same = this.list.find((one) => one.code === notice.code && one.message === notice.message)
    this.list = this.list.filter((one) => one !== same)
    if (this.list.length >= KEPT) this.dropLeast()
    this.list.push({ ...notice, id: same?.id ?? ++this.lastId, time: Date.now(), count: (same?.count ?? 0) + 1 })
    this.onChange()
  }

  /** The oldest of the least severe: whoever makes others of them appear cannot push an error out. */
  private dropLeast(): void {
    const rank = ({ severity }: Notice) => SEVERITIES.indexOf(severity)
    const least = this.list.reduce((found, one) => (rank(one) < rank(found) ? one : found))
    this.list = this.list.filter((one) => one !== least)
  }

  get all(): readonly Notice[] {
    return this.list
  }
}
