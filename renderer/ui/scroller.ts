import { createContext } from 'react'

/** The element that scrolls around a component, so that long content inside can render only what is in sight. */
export const Scroller = createContext<HTMLElement | null>(null)
