import { Visitor } from './visitor.mjs'

const customers = ['mia', 'jonas', 'aiko', 'luca', 'ines']
const searches = ['green tea', 'matcha whisk', 'darjeeling', 'glass cup', 'iced coffee', 'oolong']

/**
 * One round of clicks through the shop, as steps to be taken one by one: browsing, searching, signing in (once refused),
 * filling the cart, the shop's own staff at work, a coupon that breaks the page, and an order.
 *
 * @param {string} shop
 * @param {number} round from 0; each has another customer, other products and other words
 * @returns {(() => Promise<void>)[]}
 */
export function planRound(shop, round) {
  const visitor = new Visitor(shop)
  const staff = new Visitor(shop)
  const customer = customers[round % customers.length]
  const password = `${customer}-likes-tea`
  /** @param {number} step */
  const product = (step) => 1 + ((round * 5 + step * 7) % 24)
  return [
    () => visitor.get('/'),
    () => visitor.get(`/category/${1 + (round % 6)}`),
    () => visitor.get(`/product/${product(1)}`),
    () => visitor.get(`/search?q=${encodeURIComponent(searches[round % searches.length] ?? '')}`),
    () => visitor.get('/health'),
    () => visitor.post('/checkout'),
    () => visitor.post('/login', { email: `${customer}@example.com`, password: 'tea123' }),
    () => visitor.post('/login', { email: `${customer}@example.com`, password }),
    () => visitor.get(`/product/${product(2)}`),
    () => visitor.post('/cart', { product: String(product(2)), quantity: '2' }),
    () => visitor.get('/search?q=iced+coffee'),
    () => visitor.post('/cart', { product: '23', quantity: '3' }),
    () => visitor.post('/cart', { product: String(product(3)), quantity: '1' }),
    () => visitor.get('/admin/orders'),
    () => staff.post('/login', { email: 'sam@example.com', password: 'sam-likes-tea' }),
    () => staff.get('/admin/orders'),
    () => staff.get('/admin/report'),
    () => visitor.get('/health'),
    () => visitor.get('/nowhere'),
    () => visitor.post('/cart/coupon', { code: 'SUMMER' }),
    () => visitor.post('/cart/coupon', { code: 'SPRING' }),
    () => visitor.post('/checkout'),
  ]
}
