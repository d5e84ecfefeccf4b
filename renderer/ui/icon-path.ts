import type { LucideIconData } from 'lucide-react'

// The library's modules have the shapes of their icons, but its types, which all icons share, do not tell.
declare module 'lucide-react/icons/circle' {
  export const __iconData: LucideIconData
}

/** The shapes of an icon as the data of one path. Throws for a shape that none of the icons in use has. */
export function toPath({ node }: LucideIconData): string {
  // From a point of its own, what is drawn relative to nothing is not drawn relative to the shape before.
  return node.map(([shape, attributes]) => `M0 0${drawShape(shape, attributes)}`).join('')
}

type Attributes = LucideIconData['node'][number][1]
type Measure = 'x' | 'y' | 'width' | 'height' | 'r' | 'rx' | 'ry' | 'cx' | 'cy' | 'x1' | 'y1' | 'x2' | 'y2'

function drawShape(shape: string, attributes: Attributes): string {
  const at = (name: Measure) => Number(attributes[name] ?? 0)
  switch (shape) {
    case 'path':
      return attributes.d ?? ''
    case 'circle':
      return drawEllipse(at('cx'), at('cy'), at('r'), at('r'))
    case 'ellipse':
      return drawEllipse(at('cx'), at('cy'), at('rx'), at('ry'))
    case 'line':
      return `M${at('x1')} ${at('y1')}L${at('x2')} ${at('y2')}`
    case 'rect':
      return drawBox(at('x'), at('y'), at('width'), at('height'), at('rx'))
    default:
      throw new RangeError(`an icon has the shape ${shape}`)
  }
}

function drawEllipse(x: number, y: number, rx: number, ry: number): string {
  return `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`
}

function drawBox(x: number, y: number, width: number, height: number, r: number): string {
  const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`
  const top = `M${x + r} ${y}h${width - 2 * r}${corner(r, r)}v${height - 2 * r}`
  return `${top}${corner(-r, r)}h${2 * r - width}${corner(-r, -r)}v${2 * r - height}${corner(r, -r)}z`
}
