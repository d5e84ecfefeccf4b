import { List, Rows4, SendHorizontal, SquareTerminal } from 'lucide-react'
import { useCommands } from '../commands/registry.ts'
import { findHome, showScreen, useScreen } from '../state/screen.ts'
import { SCREEN_COMMANDS } from '../streams/screen-commands.ts'
import { Segmented } from '../ui/segmented.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'

/** Events one by one, the requests they belong to, a request to write, or a question about all of them. */
export function ScreenSwitch() {
  const home = useScreen(({ screen }) => findHome(screen))
  const isNarrow = useMediaQuery('(width < 1160px)')
  useCommands(SCREEN_COMMANDS)
  return (
    <Segmented
      label="Show"
      value={home}
      options={[
        { value: 'events', label: 'Events', ...(isNarrow && { icon: <List size={14} aria-hidden /> }) },
        { value: 'requests', label: 'Requests', ...(isNarrow && { icon: <Rows4 size={14} aria-hidden /> }) },
        { value: 'compose', label: 'Compose', ...(isNarrow && { icon: <SendHorizontal size={14} aria-hidden /> }) },
        { value: 'query', label: 'Query', ...(isNarrow && { icon: <SquareTerminal size={14} aria-hidden /> }) },
      ]}
      onChange={(kind) => showScreen({ kind })}
    />
  )
}
