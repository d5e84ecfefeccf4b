import { Monitor, Moon, Sun } from 'lucide-react'
import { useEffect } from 'react'
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
      className="icon-button"
      aria-label={title}
      title={title}
      onClick={() => useView.setState({ theme: next })}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}

/** Sets the page's theme, and follows the system's where the user wants that. */
export function useTheme(): void {
  const theme = useView((view) => view.theme)
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const apply = () => {
      const isDark = theme === 'dark' || (theme === 'system' && system.matches)
      document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
    }
    apply()
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [theme])
}
