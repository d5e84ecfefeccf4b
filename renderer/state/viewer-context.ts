import { createContext, useContext } from 'react'
import type { Backend } from '../backend.ts'
import type { LiveLog } from './live-log.ts'

/** What components need to ask the collector for something. */
export interface Viewer {
  readonly backend: Backend
  readonly liveLog: LiveLog
}

export const ViewerContext = createContext<Viewer | null>(null)

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('useViewer needs a ViewerContext around it')
  return viewer
}
