import { useEffect } from 'react'
import { create } from 'zustand'
import type { CollectorSettingsPatch, CollectorSettingsState } from '../../shared/collector-settings.ts'
import type { Backend } from '../backend.ts'
import { useLog } from '../state/log.ts'
import { useViewer } from '../state/viewer-context.ts'
import { messageOf } from '../ui/failures.ts'

interface Loaded {
  /** Null until they were read. */
  readonly settings: CollectorSettingsState | null
  /** Why they could not be read, or null. */
  readonly error: string | null
}

export const useCollectorSettings = create<Loaded>(() => ({ settings: null, error: null }))

/** Reads the collector's settings, again after each lost connection: a restart may have changed them. */
export function useLoadCollectorSettings(): void {
  const { backend } = useViewer()
  const isConnected = useLog((log) => log.connection === 'open')
  useEffect(() => {
    if (!isConnected) return
    backend.request('settings/read', undefined).then(
      (settings) => useCollectorSettings.setState({ settings, error: null }),
      (error: unknown) => useCollectorSettings.setState({ error: messageOf(error) }),
    )
  }, [backend, isConnected])
}

/** Writes a part of the collector's settings; rejects with what is wrong with it. */
export async function writeCollectorSettings(backend: Backend, patch: CollectorSettingsPatch): Promise<void> {
  useCollectorSettings.setState({ settings: await backend.request('settings/write', patch), error: null })
}
