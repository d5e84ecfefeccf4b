import Type from 'typebox'
import { checkConditions, checkQuery } from '../../../shared/query/check.ts'
import { eventId, type RequestHandlers, reader } from './request.ts'

const view = Type.Integer({ minimum: 0 })
const readSpec = reader(
  'view/open',
  Type.Object({
    view,
    from: Type.Object({ instance: Type.String(), stream: Type.Optional(Type.String()) }),
    where: Type.Unknown(),
    hiddenTypes: Type.Array(Type.String(), { maxItems: 10_000 }),
    orderBy: Type.Union([
      Type.Null(),
      Type.Object({
        field: Type.String(),
        direction: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
      }),
    ]),
    tree: Type.Object({ open: Type.Boolean(), toggled: Type.Array(eventId, { maxItems: 100_000 }) }),
    isEager: Type.Optional(Type.Boolean()),
  }),
)
const readSearch = reader(
  'view/find',
  Type.Object({
    view,
    from: Type.Union([eventId, Type.Null()]),
    step: Type.Union([Type.Literal(1), Type.Literal(-1)]),
    where: Type.Unknown(),
  }),
)

/** The list: each viewer has one view, which the log keeps. */
export const viewRequests: RequestHandlers<'view/open' | 'view/page' | 'view/locate' | 'view/find'> = {
  'view/open': {
    read: (arg) => {
      const spec = readSpec(arg)
      checkQuery({ from: spec.from, ...(spec.orderBy && { orderBy: spec.orderBy }) })
      return { ...spec, where: checkConditions(spec.where, 'where') }
    },
    answer: (spec, { viewer, services }) => services.log.openView(viewer, spec),
  },
  'view/page': {
    read: reader(
      'view/page',
      Type.Object({ view, offset: Type.Integer({ minimum: 0 }), limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
    ),
    answer: (page, { viewer, services }) => services.log.page(viewer, page),
  },
  'view/locate': {
    read: reader('view/locate', Type.Object({ view, id: eventId })),
    answer: (at, { viewer, services }) => services.log.locate(viewer, at),
  },
  'view/find': {
    read: (arg) => {
      const search = readSearch(arg)
      return { ...search, where: checkConditions(search.where, 'where') }
    },
    answer: (search, { viewer, services }) => services.log.find(viewer, search),
  },
}
