import { create } from 'zustand'

/** An export or import under way. */
export interface RunningTransfer {
  /** Like `Importing events.ndjson`. */
  readonly label: string
  /** From 0 to 1; null where it cannot be told. */
  readonly fraction: number | null
  readonly detail: string
  cancel(): void
}

/** The transfer under way; one at a time. */
export const useTransfer = create<{ readonly running: RunningTransfer | null }>(() => ({ running: null }))

export function showProgress(progress: Partial<RunningTransfer>): void {
  useTransfer.setState(({ running }) => ({ running: running && { ...running, ...progress } }))
}

/**
 * Does the work of a transfer while its progress is shown. Says so and does nothing while another is under way. What it
 * rejects with after it was cancelled is no failure. Resolves with false once it was cancelled.
 */
export async function runTransfer(
  label: string,
  cancel: () => void,
  work: (isCancelled: () => boolean) => Promise<void>,
): Promise<boolean> {
  if (useTransfer.getState().running) throw new Error('Another export or import is still under way.')
  let isCancelled = false
  const stop = () => {
    isCancelled = true
    showProgress({ label: 'Stopping…' })
    cancel()
  }
  useTransfer.setState({ running: { label, fraction: null, detail: '', cancel: stop } })
  try {
    await work(() => isCancelled)
  } catch (error) {
    if (!isCancelled) throw error
  } finally {
    useTransfer.setState({ running: null })
  }
  return !isCancelled
}
