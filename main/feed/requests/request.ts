import Type, { type Static, type TSchema } from 'typebox'
import type { EventId } from '../../../shared/event.ts'
import type { RequestArg, RequestName, RequestResult } from '../../../shared/messages.ts'
import type { SelfTestStep } from '../../../shared/self-test.ts'
import type { ConfirmCommand } from '../../code/open-editor.ts'
import type { Projects } from '../../code/projects.ts'
import type { Composer } from '../../composer/composer.ts'
import type { Sessions } from '../../datacat/sessions.ts'
import type { Exchanges } from '../../http-exchange/exchanges.ts'
import { lazyShape } from '../../lazy-shape.ts'
import type { LiveSettings } from '../../live-settings.ts'
import type { AsyncLogApi, LogStats } from '../../log/api.ts'
import type { Mails } from '../../mail/mails.ts'
import type { Proxies } from '../../proxy/proxies.ts'
import type { Exports } from '../../transfer/exports.ts'
import type { Imports } from '../../transfer/imports.ts'
import type { RunningQueries } from '../running-queries.ts'

/** What requests are answered from. */
export interface ViewerServices {
  readonly log: AsyncLogApi
  readonly projects: Projects
  /** Undefined without a window. */
  readonly confirmCommand: ConfirmCommand | undefined
  readonly sessions: Sessions
  readonly mails: Mails
  readonly settings: LiveSettings
  readonly exchanges: Exchanges
  readonly proxies: Proxies
  readonly exports: Exports
  readonly imports: Imports
  readonly queries: RunningQueries
  readonly composer: Composer
  stats(): LogStats
  /** Tells all viewers that an event was deleted for good. */
  tellForgotten(id: EventId): void
  sendTestEvent(): Promise<void>
  testSelf(): Promise<readonly SelfTestStep[]>
  switchSmtp(isEnabled: boolean): Promise<void>
}

/** Who asks. */
export interface RequestContext {
  /** Number of the viewer's connection. */
  readonly viewer: number
  readonly services: ViewerServices
}

/** One request of viewers: how its argument is checked, and how it is answered. */
export interface RequestHandler<M extends RequestName> {
  /** The border between a viewer and the collector: throws a `RequestError` or `QueryError` for what does not fit. */
  read(arg: unknown): RequestArg<M>
  answer(arg: RequestArg<M>, context: RequestContext): Promise<RequestResult<M>>
}

export type RequestHandlers<M extends RequestName> = { readonly [K in M]: RequestHandler<K> }

/** A request that a viewer may not make; told to it as an error. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
}

/** Checks an argument against a schema; its `RequestError` names the request and the place in the argument. */
export function reader<S extends TSchema>(name: string, schema: S): (value: unknown) => Static<S> {
  const shape = lazyShape(schema)
  return (value) => {
    if (shape.is(value)) return value
    const error = shape.findError(value)
    throw new RequestError(`${name}${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}`)
  }
}

/** The argument of a request that has none. */
export function readNothing(): undefined {
  return undefined
}

export const eventId = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
export const streamKey = { instance: Type.String(), stream: Type.String() }
