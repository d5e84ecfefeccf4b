import type { Command } from '../commands/command.ts'
import { openOverlay } from '../state/overlays.ts'
import { SETTINGS_PAGES } from './pages/table.ts'
import { fitsSearch } from './setting.ts'

/** A command for each page of the settings, and for each setting that is about what was typed. */
export function findSettingCommands(search: string): readonly Command[] {
  const text = search.trim()
  return SETTINGS_PAGES.flatMap((page): Command[] => {
    const fitting =
      text === '' ? [] : page.settings.filter((setting) => setting.help && fitsSearch(setting, page, text))
    const isNamed = `settings ${page.title}`.toLowerCase().includes(text.toLowerCase())
    const pageCommand: Command = {
      id: `settings/${page.id}`,
      label: `Settings: ${page.title}`,
      group: 'Settings',
      run: () => openOverlay({ kind: 'settings', page: page.id }),
    }
    return [
      ...(isNamed ? [pageCommand] : []),
      ...fitting.map(
        (setting): Command => ({
          id: `setting/${setting.id}`,
          label: setting.label,
          detail: page.title,
          group: 'Settings',
          run: () => openOverlay({ kind: 'settings', page: page.id, setting: setting.id }),
        }),
      ),
    ]
  })
}
