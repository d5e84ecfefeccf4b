import { Monitor, Moon, Sun } from 'lucide-react'
import { THEMES } from '../state/settings.ts'
import { useView } from '../state/view.ts'

const THEME_LOOKS = {
  system: { icon: Monitor, label: 'as the system' },
  light: { icon: Sun, label: 'light' },
  dark: { icon: Moon, label: 'dark' },
} as const

/** Goes through the themes. */
export function ThemeSwitch() {
  const theme = useView((view) => view.theme)
  const { icon: Icon, label } = THEME_LOOKS[theme]
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
  const title = `Theme: ${label}. Click for ${THEME_LOOKS[next].label}.`
  return (
    <button
      type="button"
      className="icon-button theme-switch"
      aria-label={title}
      title={title}
      onClick={() => useView.setState({ theme: next })}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}
