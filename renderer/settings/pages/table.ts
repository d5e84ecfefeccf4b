import type { SettingsPage } from '../setting.ts'
import { alertsPage } from './alerts.tsx'
import { appearancePage } from './appearance.tsx'
import { codePage } from './code.tsx'
import { collectorPage } from './collector.tsx'
import { filtersPage } from './filters.tsx'
import { listPage } from './list.tsx'
import { mailPage } from './mail.tsx'
import { shortcutsPage } from './shortcuts.tsx'

/** Pages of the settings, in the order of the dialog. */
export const SETTINGS_PAGES: readonly SettingsPage[] = [
  appearancePage,
  listPage,
  filtersPage,
  shortcutsPage,
  codePage,
  mailPage,
  alertsPage,
  collectorPage,
]
