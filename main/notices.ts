import type { Notice } from '../shared/messages.ts'

/** Notices kept; the oldest go first. */
const KEPT = 50

/** What the user should know of, newest last. Repeats are counted, so that no sender can flood the list. */
export class Notices {
  private list: Notice[] = []
  private lastId = 0
  private readonly onChange: () => void

  constructor(onChange: () => void) {
    this.onChange = onChange
  }

  add(notice: Pick<Notice, 'severity' | 'code' | 'message' | 'hint'>): void {
    const same = this.list.find((one) => one.code === notice.code && one.message === notice.message)
    this.list = this.list.filter((one) => one !== same).slice(-KEPT + 1)
    this.list.push({ ...notice, id: same?.id ?? ++this.lastId, time: Date.now(), count: (same?.count ?? 0) + 1 })
    this.onChange()
  }

  get all(): readonly Notice[] {
    return this.list
  }
}
