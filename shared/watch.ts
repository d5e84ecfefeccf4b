/** An app that is watched through a reverse proxy, as the settings keep it. */
export interface WatchedApp {
  /** Origin, like `http://localhost:8000`. */
  readonly target: string
  /** That the proxy listens on; 0 takes a free one. */
  readonly port: number
  /** The instance that its exchanges belong to. */
  readonly app: string
}

/** A reverse proxy as it runs. */
export interface WatchedState extends WatchedApp {
  /** Where the app is used from now on, like `http://localhost:4321`; null while the port cannot be had. */
  readonly address: string | null
  /** Whether it comes back with the next start. */
  readonly isRemembered: boolean
  /** Exchanges that have passed since it was opened. */
  readonly exchanges: number
  /** Exchanges and WebSockets under way. */
  readonly open: number
  /** Responses whose profile was had. */
  readonly profiles: number
  /** What last went wrong; null for nothing. */
  readonly problem: { readonly time: number; readonly reason: string } | null
}

/** A reverse proxy that was just asked for. */
export interface OpenedWatch extends WatchedState {
  /** Where the page is that the address named, like `http://localhost:4321/login`; null where it named the app alone. */
  readonly page: string | null
}

/** A host from which nothing is fetched before the user has decided. */
export interface PendingHost {
  /** With its port: `profiler.test:443`. */
  readonly host: string
  /** Profiles that wait. */
  readonly profiles: number
}

export interface ProfileHosts {
  readonly pending: readonly PendingHost[]
  readonly allowed: readonly string[]
}
