import { expect } from 'vitest'
import type { Launched } from './tattler.ts'

export async function clickMenu({ app }: Launched, menu: string, item: string): Promise<void> {
  const hasClicked = await app.evaluate(
    ({ Menu }, [menuName, itemName]) => {
      const named = (items: Electron.MenuItem[] | undefined, name: string | undefined) =>
        items?.find(({ label }) => label.replace('&', '') === name)
      const found = named(named(Menu.getApplicationMenu()?.items, menuName)?.submenu?.items, itemName)
      found?.click()
      return found !== undefined
    },
    [menu, item],
  )
  expect(hasClicked).toBe(true)
}

export async function closeWindow({ app }: Launched): Promise<void> {
  const closed = app.windows()[0]?.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
}
