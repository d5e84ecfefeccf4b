import type { ReactNode } from 'react'
import type { CollectorSettings, CollectorSettingsPatch } from '../../shared/collector-settings.ts'
import { useViewer } from '../state/viewer-context.ts'
import { showFailure } from '../ui/failures.ts'
import { useCollectorSettings, writeCollectorSettings } from './collector-state.ts'
import type { ControlProps, Setting } from './setting.ts'

interface CollectorValue<T> extends Pick<Setting, 'id' | 'label' | 'help' | 'keywords' | 'isWide'> {
  read(settings: CollectorSettings): T
  /** What to write for a value, which may depend on what else stands in the file. */
  write(value: T, saved: CollectorSettings): CollectorSettingsPatch
  /** `commit` rejects with what is wrong with a value. */
  draw(value: T, commit: (next: T) => Promise<void>, props: ControlProps): ReactNode
}

/** A setting that the collector keeps in `settings.json`. */
export function collectorSetting<T>({ read, write, draw, ...texts }: CollectorValue<T>): Setting {
  return {
    ...texts,
    useControl: (props) => {
      const { backend } = useViewer()
      const settings = useCollectorSettings((state) => state.settings)
      if (!settings) return <span className="dim">…</span>
      const commit = (next: T) => writeCollectorSettings(backend, write(next, settings.saved))
      const [saved, current] = [read(settings.saved), read(settings.current)]
      return (
        <>
          {draw(saved, commit, props)}
          {!isSame(saved, current) && (
            <p className="setting-waiting">From the next start on; now it is {String(current)}.</p>
          )}
        </>
      )
    },
    useReset: () => {
      const { backend } = useViewer()
      const settings = useCollectorSettings((state) => state.settings)
      if (!settings || isSame(read(settings.saved), read(settings.defaults))) return null
      const { saved, defaults } = settings
      return () => void writeCollectorSettings(backend, write(read(defaults), saved)).catch(showFailure)
    },
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
