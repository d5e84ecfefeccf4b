import Type, { type Static, type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { RequestArg, RequestName, ViewSpec } from '../../shared/messages.ts'
import { checkConditions, checkQuery } from '../../shared/query/check.ts'

/** A request that a viewer may not make; told to it as an error. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
}

const id = Type.Integer({ minimum: 0 })
const view = Type.Integer({ minimum: 0 })
const strings = Type.Array(Type.String(), { maxItems: 10_000 })

const request = reader(
  'request',
  Type.Object({ seq: Type.Integer(), method: Type.String(), arg: Type.Optional(Type.Unknown()) }),
)
const viewSpec = reader(
  'view/open',
  Type.Object({
    view,
    from: Type.Object({ instance: Type.String(), stream: Type.Optional(Type.String()) }),
    where: Type.Unknown(),
    hiddenTypes: strings,
    orderBy: Type.Union([
      Type.Null(),
      Type.Object({
        field: Type.String(),
        direction: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
      }),
    ]),
    tree: Type.Object({ open: Type.Boolean(), toggled: Type.Array(id, { maxItems: 100_000 }) }),
  }),
)
const search = reader(
  'view/find',
  Type.Object({
    view,
    from: Type.Union([id, Type.Null()]),
    step: Type.Union([Type.Literal(1), Type.Literal(-1)]),
    where: Type.Unknown(),
  }),
)

export const readRequest = request

/** How the argument of each request is checked: the border between a viewer and the collector. */
export const ARGUMENTS: { readonly [M in RequestName]: (arg: unknown) => RequestArg<M> } = {
  'view/open': (arg): ViewSpec => {
    const spec = viewSpec(arg)
    checkQuery({ from: spec.from, ...(spec.orderBy && { orderBy: spec.orderBy }) })
    return { ...spec, where: checkConditions(spec.where, 'where') }
  },
  'view/page': reader(
    'view/page',
    Type.Object({ view, offset: Type.Integer({ minimum: 0 }), limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
  ),
  'view/locate': reader('view/locate', Type.Object({ view, id })),
  'view/find': (arg) => {
    const found = search(arg)
    return { ...found, where: checkConditions(found.where, 'where') }
  },
  'event/open': reader('event/open', id),
  'event/pin': reader('event/pin', Type.Object({ id, pinned: Type.Boolean() })),
  'log/totals': checkQuery,
  'log/streams': reader(
    'log/streams',
    Type.Object({ search: Type.String(), limit: Type.Integer({ minimum: 1, maximum: 1000 }) }),
  ),
  'log/query': checkQuery,
  'log/clear': () => undefined,
  'log/undo-clear': () => undefined,
  'collector/test-event': () => undefined,
}

function reader<S extends TSchema>(name: string, schema: S): (value: unknown) => Static<S> {
  const compiled = Compile(schema)
  return (value) => {
    if (compiled.Check(value)) return value
    const error = compiled.Errors(value)[0]
    throw new RequestError(`${name}${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}`)
  }
}
