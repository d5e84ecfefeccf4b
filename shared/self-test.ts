/** One step of the self-test: a part of the way that events take. */
export interface SelfTestStep {
  readonly name: string
  readonly isFine: boolean
  /** What was found, or what is wrong. */
  readonly detail: string
}
