/** So many are on their way together. What comes together, the log commits together, which is most of what it costs. */
const MOST = 20

/** Does something with each of `items`, several at once. Rejects with the first failure. */
export async function atOnce<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += MOST) {
    await Promise.all(items.slice(start, start + MOST).map(act))
  }
}
