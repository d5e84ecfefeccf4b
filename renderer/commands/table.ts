import { COMPOSER_COMMANDS } from '../composer/composer-commands.ts'
import { QUERY_COMMANDS } from '../console/query-commands.ts'
import type { Command, CommandProvider } from './command.ts'
import { EVENT_COMMANDS } from './event-commands.ts'
import { FILTER_COMMANDS } from './filter-commands.ts'
import { LIST_COMMANDS } from './list-commands.ts'
import { LOG_COMMANDS } from './log-commands.ts'
import { EVENT_PROVIDERS } from './providers.ts'
import { SAVED_COMMANDS, savedFilters } from './saved-commands.ts'
import { TRANSFER_COMMANDS } from './transfer-commands.ts'
import { WINDOW_COMMANDS } from './window-commands.ts'

/** All that the viewer can always do. Shortcuts, help, palette and application menu know no other list. */
export const COMMANDS: readonly Command[] = [
  ...EVENT_COMMANDS,
  ...LOG_COMMANDS,
  ...TRANSFER_COMMANDS,
  ...FILTER_COMMANDS,
  ...SAVED_COMMANDS,
  ...QUERY_COMMANDS,
  ...LIST_COMMANDS,
  ...WINDOW_COMMANDS,
  ...COMPOSER_COMMANDS,
]

/** The settings are code that nothing else needs: fetched when first asked for. */
const settings: CommandProvider = {
  id: 'settings',
  find: async (search) => (await import('../settings/find-settings.ts')).findSettingCommands(search),
}

/** Commands that depend on what is typed in the palette. */
export const PROVIDERS: readonly CommandProvider[] = [savedFilters, settings, ...EVENT_PROVIDERS]
