import type { CallTree, Frame } from './cpu-profile.ts'

const WIDTH = 1400
const ROW = 18
const MARGIN = 12
const HEADER = 44
/** Narrower calls are left out, px. */
const LEAST = 0.6
const CHARACTER = 6.4

/** A flame graph as SVG: each call as wide as the time in it and below it, on top of its caller. Titles tell the rest. */
export function drawFlameGraph(tree: CallTree, title: string): string {
  const scale = (WIDTH - 2 * MARGIN) / tree.total
  const depth = depthOf(tree, LEAST / scale)
  const height = HEADER + depth * ROW + MARGIN
  const boxes: string[] = []
  const draw = (call: CallTree, x: number, level: number) => {
    const width = call.total * scale
    if (width < LEAST) return
    boxes.push(drawBox(call, x, height - MARGIN - (level + 1) * ROW, width, tree.total))
    let at = x
    for (const next of [...call.calls].sort((a, b) => b.total - a.total)) {
      draw(next, at, level + 1)
      at += next.total * scale
    }
  }
  draw(tree, MARGIN, 0)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, monospace" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${MARGIN}" y="26" font-size="15" font-family="system-ui, sans-serif" fill="#1f2328">${escapeXml(title)}: ${Math.round(tree.total).toLocaleString('en')} ms computed</text>
${boxes.join('\n')}
</svg>
`
}

function drawBox({ frame, self, total }: CallTree, x: number, y: number, width: number, all: number): string {
  const label = frame.name.slice(0, Math.floor((width - 6) / CHARACTER))
  const place = frame.file === '' ? '' : ` ${frame.file}:${frame.line}`
  const title = `${frame.name}${place}\n${total.toFixed(1)} ms (${((100 * total) / all).toFixed(1)} %), ${self.toFixed(1)} ms in itself`
  const text =
    label.length > 2 ? `<text x="${(x + 3).toFixed(1)}" y="${y + 13}" fill="#1f2328">${escapeXml(label)}</text>` : ''
  return `<g><title>${escapeXml(title)}</title><rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(0.3, width - 0.5).toFixed(1)}" height="${ROW - 1}" rx="2" fill="${colourOf(frame)}"/>${text}</g>`
}

/** Tattler's own code, its libraries, Node's, and what is native. */
function colourOf({ file }: Frame): string {
  if (/^(main|renderer|shared)\//.test(file)) return '#ffb86b'
  if (file.startsWith('node:')) return '#b7d7f0'
  return file === '' ? '#d8dce1' : '#bfe3c0'
}

function depthOf({ total, calls }: CallTree, least: number): number {
  if (total < least) return 0
  return 1 + calls.reduce((most, call) => Math.max(most, depthOf(call, least)), 0)
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
