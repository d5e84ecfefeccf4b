import Type from 'typebox'
import { type RequestHandlers, reader, readNothing } from './request.ts'

const target = Type.String({ minLength: 1, maxLength: 2000 })

/** Apps that are watched through a reverse proxy, and the hosts of their profiles. */
export const proxyRequests: RequestHandlers<
  'proxy/open' | 'proxy/close' | 'proxy/list' | 'profile/pending' | 'profile/decide'
> = {
  'proxy/open': {
    read: reader(
      'proxy/open',
      Type.Object({
        target,
        port: Type.Integer({ minimum: 0, maximum: 65_535 }),
        app: Type.String({ maxLength: 200 }),
        isRemembered: Type.Boolean(),
      }),
    ),
    answer: (request, { services }) => services.proxies.open(request),
  },
  'proxy/close': {
    read: reader('proxy/close', Type.Object({ target })),
    answer: async (proxy, { services }) => {
      await services.proxies.close(proxy.target)
      return null
    },
  },
  'proxy/list': {
    read: readNothing,
    answer: async (_, { services }) => services.proxies.list,
  },
  'profile/pending': {
    read: readNothing,
    answer: async (_, { services: { exchanges, settings } }) => ({
      pending: exchanges.pendingHosts,
      allowed: settings.profileHosts,
    }),
  },
  'profile/decide': {
    read: reader(
      'profile/decide',
      Type.Object({ host: Type.String({ minLength: 1, maxLength: 300 }), isAllowed: Type.Boolean() }),
    ),
    answer: async ({ host, isAllowed }, { services }) => ({
      problem: await services.exchanges.decide(host, isAllowed),
    }),
  },
}
