import { record } from '../reporter.mjs'

/** Finds products by words, ranked by how many of them they have. */
export class SearchIndex {
  /** @type {Map<string, Set<number>>} */
  #ids = new Map()

  /** @param {{ id: number, text: string }[]} documents */
  constructor(documents) {
    for (const { id, text } of documents) {
      for (const word of words(text)) this.#ids.set(word, (this.#ids.get(word) ?? new Set()).add(id))
    }
  }

  /** @param {string} text @param {number} size @returns {Promise<number[]>} ids, best first */
  search(text, size) {
    const query = JSON.stringify({ index: 'products', query: { match: { text } }, size }, null, 2)
    const event = {
      type: 'query',
      importance: 1,
      tags: ['db:search'],
      payload: { target: 'search', query, syntax: 'json' },
    }
    return record(event, (measured) => {
      /** @type {Map<number, number>} */
      const scores = new Map()
      for (const word of words(text))
        for (const id of this.#ids.get(word) ?? []) scores.set(id, (scores.get(id) ?? 0) + 1)
      measured.success = true
      measured.payload.hits = scores.size
      return [...scores]
        .sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b)
        .slice(0, size)
        .map(([id]) => id)
    })
  }
}

/** @param {string} text */
function words(text) {
  return text.toLowerCase().match(/\p{L}{2,}/gu) ?? []
}
