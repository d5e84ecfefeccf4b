/** A session: one run of an app, as its sender tells of it. It is one stream of the log. */
export interface SessionInfo {
  readonly instance: string
  readonly stream: string
  readonly product: string
  readonly version: string
  readonly hostname: string | null
  readonly machine: string | null
  /** ms since the epoch, as all times here. */
  readonly created: number
  readonly ended: number | null
  readonly lastHeartbeat: number | null
  /** When anything of it last came. */
  readonly lastSeen: number
  /** Neither ended, nor crashed, nor suspended. */
  readonly active: boolean
  /** Its heartbeats have stopped: the machine may sleep. */
  readonly suspended: boolean
  readonly crashed: boolean
  readonly hung: boolean
  /** Name of the protocol that brought it. */
  readonly protocol: string
}
