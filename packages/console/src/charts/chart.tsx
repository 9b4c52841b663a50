import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import UPlot from 'uplot'
import type { MetricsSeries } from '../api/contract.ts'
import { theme } from '../theme/theme.ts'
import { timeOfDay } from '../ui/time.ts'
import 'uplot/dist/uPlot.min.css'
import { type ChartSpec, columnsOf } from './specs.ts'

const HEIGHT = 170

export interface ChartProps {
  readonly spec: ChartSpec
  readonly series: MetricsSeries
}

/** Lines on a canvas. What they say stands under them in words. */
export function Chart({ spec, series }: ChartProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | undefined>(undefined)
  const data = columnsOf(spec, series) as UPlot.AlignedData
  const colors = theme.value

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const made = new UPlot(optionsOf(spec, element.clientWidth), data, element)
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [spec, colors])
  useLayoutEffect(() => plot.current?.setData(data), [series])
  return <div class="plot" ref={box} aria-hidden="true" />
}

function optionsOf(spec: ChartSpec, width: number): UPlot.Options {
  const style = getComputedStyle(document.documentElement)
  const color = (name: string) => style.getPropertyValue(`--${name}`)
  const axis: UPlot.Axis = {
    stroke: color('text-soft'),
    font: `11px ${color('font')}`,
    grid: { stroke: color('line'), width: 1 },
    ticks: { stroke: color('line'), width: 1 },
  }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    axes: [
      { ...axis, values: (_, seconds) => seconds.map(clockTime) },
      { ...axis, size: 46 },
    ],
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
    series: [
      {},
      ...spec.lines.map(({ title, tone, dash }) => ({
        label: title,
        stroke: color(tone),
        width: 1.5,
        dash: [...dash],
        points: { show: false },
      })),
    ],
  }
}

/** As elsewhere in this console: the reader's own time, of 24 hours. */
function clockTime(seconds: number): string {
  return timeOfDay(new Date(seconds * 1000).toISOString()).slice(0, 8)
}
