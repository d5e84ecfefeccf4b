import type { Command } from '../commands/command.ts'
import { useConsole } from './console-state.ts'
import { exportAnswer } from './result-export.ts'
import { cancelRun, runWritten } from './run-query.ts'

const hasAnswer = () => useConsole.getState().answer !== null

/** What can be done while the console is on screen. */
export const CONSOLE_COMMANDS: readonly Command[] = [
  {
    id: 'console/run',
    label: 'Run the query',
    group: 'Query',
    keywords: 'execute ask',
    keys: ['Mod+Enter'],
    run: ({ backend }) => runWritten(backend),
  },
  {
    // In place of the command that closes the details of an event, which are not on screen.
    id: 'event/close',
    label: 'Leave a field',
    group: 'Query',
    keys: ['Escape'],
    run: leaveField,
  },
  {
    id: 'console/cancel',
    label: 'Cancel the query that runs',
    group: 'Query',
    keywords: 'stop abort interrupt',
    isEnabled: () => useConsole.getState().running !== null,
    run: ({ backend }) => cancelRun(backend),
  },
  {
    id: 'console/mode',
    label: 'Write the query as a form',
    group: 'Query',
    keywords: 'json text editor',
    isChecked: () => useConsole.getState().mode === 'form',
    run: () => useConsole.setState(({ mode }) => ({ mode: mode === 'form' ? 'json' : 'form' })),
  },
  ...(['csv', 'json'] as const).map(
    (format): Command => ({
      id: `console/export-${format}`,
      label: `Export the result as ${format.toUpperCase()}`,
      group: 'Query',
      keywords: 'save download file',
      isEnabled: hasAnswer,
      run: () => {
        const { answer } = useConsole.getState()
        if (answer) exportAnswer(answer, format)
      },
    }),
  ),
]

/** So that keys are commands again. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}
