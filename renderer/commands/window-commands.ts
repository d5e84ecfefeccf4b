import { openOverlay } from '../state/overlays.ts'
import { CONTRASTS, LAYOUTS, MOTIONS, THEMES, ZOOMS } from '../state/settings.ts'
import { useView } from '../state/view.ts'
import { showToast } from '../ui/toasts.tsx'
import type { Command } from './command.ts'

const CONTRAST_LABELS = { system: 'as the system', normal: 'normal', high: 'high' } as const
const MOTION_LABELS = { system: 'as the system', reduced: 'reduced', full: 'full' } as const
const THEME_LABELS = { system: 'as the system', light: 'light', dark: 'dark' } as const

/** The window: its looks, and what opens over it. */
export const WINDOW_COMMANDS: readonly Command[] = [
  {
    id: 'palette/open',
    label: 'All commands',
    group: 'Window',
    keywords: 'palette',
    keys: ['Mod+k', ':'],
    run: () => openOverlay({ kind: 'palette' }),
  },
  {
    id: 'settings/open',
    label: 'Settings',
    group: 'Window',
    keywords: 'preferences options configure',
    keys: ['Mod+,'],
    run: () => openOverlay({ kind: 'settings' }),
  },
  {
    id: 'help/shortcuts',
    label: 'All shortcuts',
    group: 'Window',
    keywords: 'help keyboard keys',
    keys: ['?'],
    run: () => openOverlay({ kind: 'shortcuts' }),
  },
  {
    id: 'help/connect',
    label: 'Connect an app',
    group: 'Window',
    keywords: 'help send first event client curl datacat roundware codebolt web debug proxy address',
    run: () => openOverlay({ kind: 'connect' }),
  },
  {
    id: 'help/doctor',
    label: 'Connection doctor',
    group: 'Window',
    keywords: 'help rejected refused origin host docker wsl ssh port address self-test nothing arrives security',
    run: () => openOverlay({ kind: 'doctor' }),
  },
  {
    id: 'watch/open',
    label: 'Watch an app',
    group: 'Window',
    keywords: 'reverse proxy http requests profile debug data target address',
    run: () => openOverlay({ kind: 'watch' }),
  },
  {
    id: 'zoom/in',
    label: 'Zoom in',
    group: 'Window',
    keywords: 'larger bigger size',
    keys: ['Mod++', 'Mod+='],
    isEverywhere: true,
    isEnabled: () => useView.getState().zoom < Math.max(...ZOOMS),
    run: () => zoomBy(1),
  },
  {
    id: 'zoom/out',
    label: 'Zoom out',
    group: 'Window',
    keywords: 'smaller size',
    keys: ['Mod+-'],
    isEverywhere: true,
    isEnabled: () => useView.getState().zoom > Math.min(...ZOOMS),
    run: () => zoomBy(-1),
  },
  {
    id: 'zoom/reset',
    label: 'Actual size',
    group: 'Window',
    keywords: 'zoom reset 100',
    keys: ['Mod+0'],
    isEverywhere: true,
    run: () => useView.setState({ zoom: 100 }),
  },
  {
    id: 'window/on-top',
    label: 'Always on top',
    group: 'Window',
    keywords: 'above float keep front',
    isEnabled: () => window.tattler !== undefined,
    run: async () => {
      const isOnTop = await window.tattler?.toggleOnTop()
      showToast(isOnTop ? 'The window stays on top.' : 'The window no longer stays on top.')
    },
  },
  ...THEMES.map(
    (theme): Command => ({
      id: `theme/${theme}`,
      label: `Theme: ${THEME_LABELS[theme]}`,
      group: 'Window',
      keywords: 'color colour mode appearance',
      isChecked: () => useView.getState().theme === theme,
      run: () => useView.setState({ theme }),
    }),
  ),
  ...CONTRASTS.map(
    (contrast): Command => ({
      id: `contrast/${contrast}`,
      label: `Contrast: ${CONTRAST_LABELS[contrast]}`,
      group: 'Window',
      keywords: 'accessibility appearance',
      isChecked: () => useView.getState().contrast === contrast,
      run: () => useView.setState({ contrast }),
    }),
  ),
  ...MOTIONS.map(
    (motion): Command => ({
      id: `motion/${motion}`,
      label: `Motion: ${MOTION_LABELS[motion]}`,
      group: 'Window',
      keywords: 'animation accessibility appearance',
      isChecked: () => useView.getState().motion === motion,
      run: () => useView.setState({ motion }),
    }),
  ),
  ...LAYOUTS.map(
    (layout): Command => ({
      id: `layout/${layout}`,
      label: layout === 'right' ? 'Details on the right' : 'Details at the bottom',
      group: 'Window',
      keywords: 'layout pane split',
      isChecked: () => useView.getState().layout === layout,
      run: () => useView.setState({ layout }),
    }),
  ),
]

function zoomBy(step: 1 | -1): void {
  const { zoom } = useView.getState()
  const next = ZOOMS[ZOOMS.indexOf(zoom) + step]
  if (next !== undefined) useView.setState({ zoom: next })
}
