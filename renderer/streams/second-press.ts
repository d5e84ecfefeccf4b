/**
 * Call it when a press opens another screen. Who double-clicks by habit presses once more, on what has come in its place
 * meanwhile: that press does nothing there, where it would open something, or mark all text.
 */
export function ignoreSecondPress(): void {
  const end = new AbortController()
  const ignore = (event: MouseEvent) => {
    if (event.detail < 2) return end.abort()
    event.preventDefault()
    event.stopPropagation()
  }
  for (const type of ['mousedown', 'click', 'dblclick'] as const) {
    document.addEventListener(type, ignore, { capture: true, signal: end.signal })
  }
}
