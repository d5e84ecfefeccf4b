import { memo } from 'react'
import type { MapFrame, Size } from './mercator.ts'
import { OUTLINES, WORLD } from './outline.ts'

interface OutlinesProps {
  readonly frame: MapFrame
  readonly size: Size
}

/** The countries that are on screen, in each of the worlds side by side that are. */
export function Outlines({ frame, size: { width, height } }: OutlinesProps) {
  const { x, y, scale } = frame
  const [left, right] = [x - width / 2 / scale, x + width / 2 / scale]
  const [top, bottom] = [y - height / 2 / scale, y + height / 2 / scale]
  const worlds = Array.from(
    { length: Math.floor(right) - Math.floor(left) + 1 },
    (_, index) => Math.floor(left) + index,
  )
  return worlds.map((world) => (
    <g
      key={world}
      transform={`translate(${(world - x) * scale + width / 2} ${-y * scale + height / 2}) scale(${scale / WORLD})`}
    >
      {OUTLINES.map(({ path, from, to }) => {
        const isSeen = from.x + world <= right && to.x + world >= left && from.y <= bottom && to.y >= top
        return isSeen && <Country key={path} path={path} />
      })}
    </g>
  ))
}

const Country = memo(function Country({ path }: { readonly path: string }) {
  return <path className="map-land" d={path} />
})
