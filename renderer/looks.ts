import type { Settings } from './state/settings.ts'
import { useView } from './state/view.ts'

const SYSTEM_DARK = '(prefers-color-scheme: dark)'
const SYSTEM_CONTRAST = '(prefers-contrast: more)'
const SYSTEM_STILL = '(prefers-reduced-motion: reduce)'

/**
 * Keeps theme, contrast, motion, zoom and the size of code on the page's root element, where the style sheets read them,
 * and follows the system where the user wants that.
 */
export function watchLooks(): void {
  for (const query of [SYSTEM_DARK, SYSTEM_CONTRAST, SYSTEM_STILL]) {
    matchMedia(query).addEventListener('change', () => applyLooks(useView.getState()))
  }
  useView.subscribe(applyLooks)
  applyLooks(useView.getState())
}

function applyLooks({ theme, contrast, motion, zoom, codeSize, density }: Settings): void {
  const { dataset, style } = document.documentElement
  dataset.theme = choose(theme === 'system', theme === 'dark', SYSTEM_DARK) ? 'dark' : 'light'
  dataset.contrast = choose(contrast === 'system', contrast === 'high', SYSTEM_CONTRAST) ? 'high' : 'normal'
  dataset.motion = choose(motion === 'system', motion === 'reduced', SYSTEM_STILL) ? 'reduced' : 'full'
  dataset.density = density
  style.setProperty('--zoom', String(zoom / 100))
  style.setProperty('--text-code', `${codeSize}px`)
}

function choose(isUpToSystem: boolean, isChosen: boolean, query: string): boolean {
  return isUpToSystem ? matchMedia(query).matches : isChosen
}
