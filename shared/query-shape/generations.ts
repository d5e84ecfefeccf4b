/**
 * Remembers what was used lately. Of two generations, the older is dropped when the younger is full: that costs less than to
 * keep an order.
 */
export class Generations<K, V> {
  private readonly most: number
  private younger = new Map<K, V>()
  private older = new Map<K, V>()

  /** `most` entries in each generation. */
  constructor(most: number) {
    this.most = most
  }

  get(key: K): V | undefined {
    const known = this.younger.get(key)
    if (known !== undefined) return known
    const old = this.older.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: K, value: V): void {
    if (this.younger.size >= this.most) {
      this.older = this.younger
      this.younger = new Map()
    }
    this.younger.set(key, value)
  }
}
