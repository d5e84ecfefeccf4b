import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fitBounds, readWindowState, writeWindowState } from '../../../main/shell/bounds.ts'

const laptop = { x: 0, y: 0, width: 1440, height: 900 }
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 }

describe('fitBounds', () => {
  it('leaves bounds that lie on a screen as they are', () => {
    const bounds = { x: 1600, y: 100, width: 1200, height: 800 }
    expect(fitBounds(bounds, [laptop, monitor])).toEqual(bounds)
  })

  it('moves a window that hangs over an edge onto its screen', () => {
    expect(fitBounds({ x: 1000, y: -50, width: 800, height: 600 }, [laptop])).toEqual({
      x: 640,
      y: 0,
      width: 800,
      height: 600,
    })
  })

  it('shrinks a window that is larger than its screen', () => {
    expect(fitBounds({ x: 0, y: 0, width: 2000, height: 1200 }, [laptop])).toEqual(laptop)
  })

  it('picks the screen that shows most of the window', () => {
    expect(fitBounds({ x: 1300, y: 0, width: 1000, height: 600 }, [laptop, monitor])?.x).toBe(1440)
  })

  it('gives up bounds on a screen that has gone', () => {
    expect(fitBounds({ x: 1600, y: 100, width: 1200, height: 800 }, [laptop])).toBeUndefined()
  })
})

describe('window state', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tattler-bounds-'))
    file = join(folder, 'bounds.json')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is read as it was written', () => {
    const state = { ...laptop, isMaximized: true, isOnTop: true }
    writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
  })

  it('is undefined without a file', () => {
    expect(readWindowState(file)).toBeUndefined()
  })

  it.each(['', 'null', '{"x":1}', '{"x":1,"y":2,"width":3,"height":"tall"}'])('is undefined for %j', (text) => {
    writeFileSync(file, text)
    expect(readWindowState(file)).toBeUndefined()
  })
})
