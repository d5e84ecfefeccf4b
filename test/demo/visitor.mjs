/** A visitor of the shop: keeps cookies, follows redirects. */
export class Visitor {
  #cookie = ''
  /** @param {string} shop */
  constructor(shop) {
    this.shop = shop
  }

  /** @param {string} path */
  get(path) {
    return this.#send(path)
  }

  /** @param {string} path @param {Record<string, string>} form */
  post(path, form = {}) {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(form) })
  }

  /** @param {string} path @param {RequestInit} [init] @returns {Promise<void>} */
  async #send(path, init = {}) {
    const headers = { cookie: this.#cookie, 'accept-language': 'en', 'user-agent': 'Mozilla/5.0 (demo visitor)' }
    const response = await fetch(this.shop + path, { ...init, headers, redirect: 'manual' })
    await response.arrayBuffer()
    this.#cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? this.#cookie
    const location = response.headers.get('location')
    if (location) await this.#send(location)
  }
}
