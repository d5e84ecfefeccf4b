/** ms of work between two pauses, where nothing waits for the end of it. */
const SLICE = 24

/** Lets the window go on to live: it paints, and hears what is typed. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve)
  })
}

/** One text out of pieces that are made on the way, with pauses in between. */
export async function joinInSlices(pieces: Iterable<string>): Promise<string> {
  const made: string[] = []
  let pauseAt = performance.now() + SLICE
  for (const piece of pieces) {
    made.push(piece)
    if (performance.now() < pauseAt) continue
    await pause()
    pauseAt = performance.now() + SLICE
  }
  return made.join('')
}
