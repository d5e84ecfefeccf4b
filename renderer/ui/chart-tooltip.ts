import type uPlot from 'uplot'
import { type ChartData, findColor, formatAt } from './chart-data.ts'

/** px between the pointer and what is told beside it. */
const DISTANCE = 12

/** Tells beside the pointer what stands there. */
export function tooltip(readData: () => ChartData, formatValue: (value: number) => string): uPlot.Plugin {
  const box = document.createElement('div')
  box.className = 'chart-tooltip'
  box.hidden = true
  const hide = () => {
    box.hidden = true
  }
  return {
    hooks: {
      init: (chart) => {
        chart.over.append(box)
        chart.over.addEventListener('mouseleave', hide)
      },
      setCursor: (chart) => {
        const { idx, left = -1, top = -1 } = chart.cursor
        if (idx === null || idx === undefined || left < 0) return hide()
        const data = readData()
        box.replaceChildren(line('chart-tooltip-title', formatAt(data, idx)), ...valueLines(data, idx, formatValue))
        box.hidden = false
        const { clientWidth: width, clientHeight: height } = chart.over
        const isLeft = left + DISTANCE + box.offsetWidth > width
        const x = isLeft ? Math.max(0, left - DISTANCE - box.offsetWidth) : left + DISTANCE
        box.style.transform = `translate(${x}px, ${Math.max(0, Math.min(top, height - box.offsetHeight))}px)`
      },
    },
  }
}

function valueLines(data: ChartData, index: number, formatValue: (value: number) => string): HTMLElement[] {
  return data.series.flatMap(({ label, values }, position) => {
    const value = values[index]
    if (value === null || value === undefined) return []
    const text = line('chart-tooltip-value', formatValue(value))
    if (data.series.length > 1) {
      const name = line('chart-tooltip-name', label)
      name.style.setProperty('--series', `var(${findColor(position)})`)
      text.prepend(name)
    }
    return [text]
  })
}

function line(className: string, text: string): HTMLElement {
  const element = document.createElement('div')
  element.className = className
  element.textContent = text
  return element
}
