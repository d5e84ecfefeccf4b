import { create } from 'zustand'
import type { Scheme } from './clean-css.ts'

export const DEVICES = ['phone', 'tablet', 'full'] as const
export type Device = (typeof DEVICES)[number]

/** Widths that mails are designed for, CSS px. */
export const DEVICE_WIDTHS = { phone: 375, tablet: 768 } as const

/** Per cent; `fit` makes the device's width, or all of a mail that needs more, fit the pane, and never enlarges. */
export const ZOOMS = ['fit', 50, 75, 100, 125, 150, 200] as const
export type Zoom = (typeof ZOOMS)[number]

/** How mails are looked at: kept from mail to mail. */
export interface MailLook {
  readonly device: Device
  readonly scheme: Scheme
  readonly zoom: Zoom
}

export const useMailLook = create<MailLook>(() => ({ device: 'full', scheme: 'light', zoom: 'fit' }))

/** Width of the preview's page and its scale, for a pane of `room` px and a mail that needs `content` px. */
export function frameSize(
  room: number,
  content: number,
  { device, zoom }: MailLook,
): { readonly width: number; readonly scale: number } {
  const own = device === 'full' ? room : DEVICE_WIDTHS[device]
  if (zoom === 'fit') {
    const width = Math.max(own, content)
    return { width, scale: Math.min(room, own) / Math.max(1, width) }
  }
  const scale = zoom / 100
  return { width: device === 'full' ? room / scale : own, scale }
}
