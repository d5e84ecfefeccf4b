import { record } from '../reporter.mjs'

/** A cache in memory whose entries live for a number of requests' worth of time. */
export class Cache {
  /** @type {Map<string, { value: unknown, until: number }>} */
  #entries = new Map()

  /** @template T @param {string} key @param {number} seconds @param {() => Promise<T>} load @returns {Promise<T>} */
  async remember(key, seconds, load) {
    const found = await this.#get(key)
    if (found) return /** @type {T} */ (found.value)
    const value = await load()
    await record(this.#event(`SET ${key} EX ${seconds}`), () =>
      this.#entries.set(key, { value, until: Date.now() + seconds * 1000 }),
    )
    return value
  }

  /** @param {string} key */
  async forget(key) {
    await record(this.#event(`DEL ${key}`), () => this.#entries.delete(key))
  }

  /** @param {string} key */
  #get(key) {
    return record(this.#event(`GET ${key}`), (event) => {
      const entry = this.#entries.get(key)
      const isHit = entry !== undefined && entry.until > Date.now()
      event.tags?.push(isHit ? 'cache:hit' : 'cache:miss')
      event.success = true
      return isHit ? entry : undefined
    })
  }

  /** @param {string} query */
  #event(query) {
    return { type: 'query', importance: 1, tags: ['db:cache'], payload: { target: 'cache', query, syntax: 'text' } }
  }
}
