import type { ReactNode } from 'react'
import { DEFAULT_SETTINGS, type Settings } from '../state/settings.ts'
import { useView } from '../state/view.ts'
import { Segmented } from '../ui/segmented.tsx'
import type { ControlProps, Setting } from './setting.ts'

type Texts = Pick<Setting, 'label' | 'help' | 'keywords' | 'isWide'>
/** Settings that are one of a few words. */
type ChoiceKey = { [K in keyof Settings]: Settings[K] extends string ? K : never }[keyof Settings]
type DrawControl<T> = (value: T, change: (next: T) => void, props: ControlProps) => ReactNode

/** A setting that the viewer keeps itself; it holds from the moment it is changed. */
export function viewSetting<K extends keyof Settings>(key: K, texts: Texts, draw: DrawControl<Settings[K]>): Setting {
  const change = (next: Settings[K]) => useView.setState({ [key]: next } as Pick<Settings, K>)
  return {
    id: key,
    ...texts,
    useControl: (props) =>
      draw(
        useView((view) => view[key]),
        change,
        props,
      ),
    useReset: () => {
      const isDefault = useView((view) => JSON.stringify(view[key]) === JSON.stringify(DEFAULT_SETTINGS[key]))
      return isDefault ? null : () => change(DEFAULT_SETTINGS[key])
    },
  }
}

/** A setting that the viewer keeps itself: one choice of a few, given by value with what each is called. */
export function choiceSetting<K extends ChoiceKey>(
  key: K,
  texts: Texts,
  names: { readonly [value in Settings[K]]: string },
): Setting {
  const values = Object.keys(names) as Settings[K][]
  const options = values.map((value) => ({ value, label: names[value] }))
  return viewSetting(key, texts, (value, change, { label }) => (
    <Segmented label={label} value={value} options={options} onChange={change} />
  ))
}
