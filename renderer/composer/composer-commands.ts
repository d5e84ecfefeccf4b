import { EMPTY_DRAFT } from '../../shared/composer.ts'
import type { Command, CommandContext } from '../commands/command.ts'
import { showScreen, useScreen } from '../state/screen.ts'
import { findSelectedRow } from '../state/selection.ts'
import { showFailure } from '../ui/failures.ts'
import { openDraft, useComposer } from './composer-state.ts'
import { cancelSending, sendDraft } from './send.ts'

const isComposing = () => useScreen.getState().screen.kind === 'compose'
const isRunning = () => useComposer.getState().run !== null
const hasRequest = () => findSelectedRow()?.type === 'request'

/** What it takes to read a request again is fetched when it is asked for: the list does not wait for it. */
async function composeSelected({ backend }: CommandContext, isSent: boolean): Promise<void> {
  const row = findSelectedRow()
  if (row?.type !== 'request') return
  try {
    const { composeRow } = await import('./compose-row.ts')
    await composeRow(backend, row, isSent)
  } catch (error) {
    showFailure(error)
  }
}

/** Writing requests and sending them. */
export const COMPOSER_COMMANDS: readonly Command[] = [
  {
    id: 'compose/send',
    label: 'Send the request',
    group: 'Composer',
    keys: ['Mod+Enter'],
    isEnabled: () => isComposing() && !isRunning(),
    run: ({ backend }) => sendDraft(backend),
  },
  {
    id: 'compose/cancel',
    label: 'Cancel the request',
    group: 'Composer',
    isEnabled: () => isComposing() && isRunning(),
    run: ({ backend }) => cancelSending(backend),
  },
  {
    id: 'compose/new',
    label: 'New request',
    group: 'Composer',
    keywords: 'http compose empty',
    run: () => {
      // Another one than the one at the start, in whose place what was written before is brought back.
      openDraft({ ...EMPTY_DRAFT })
      showScreen({ kind: 'compose' })
    },
  },
  {
    id: 'compose/edit-event',
    label: 'Edit the selected request in the composer',
    group: 'Composer',
    keywords: 'http resend replay change',
    keys: ['r'],
    isEnabled: hasRequest,
    run: (context) => composeSelected(context, false),
  },
  {
    id: 'compose/send-event',
    label: 'Send the selected request again',
    group: 'Composer',
    keywords: 'http resend replay repeat',
    isEnabled: hasRequest,
    run: (context) => composeSelected(context, true),
  },
]
