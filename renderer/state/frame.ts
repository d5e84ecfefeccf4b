/** Longest wait for a frame, ms: a hidden window draws none, and its log must not pile up. */
const LONGEST_WAIT = 250

/** Calls `run` once with the next frame, however often it is asked until then. */
export function createFrameBatch(run: () => void): { request(): void; cancel(): void } {
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  function cancel() {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = 0
  }
  function runNow() {
    cancel()
    run()
  }
  return {
    request() {
      if (frame !== 0) return
      frame = requestAnimationFrame(runNow)
      timer = setTimeout(runNow, LONGEST_WAIT)
    },
    cancel,
  }
}
