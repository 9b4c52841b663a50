import type { MetricsSeries, SeriesColumns } from '../api/contract.ts'

type Column = Exclude<keyof SeriesColumns, 'at'>

export interface ChartLine {
  readonly name: Column
  readonly title: string
  readonly tone: 'good' | 'bad' | 'fault' | 'accent'
  /** Lines are told apart without their color too. */
  readonly dash: readonly number[]
}

export interface ChartSpec {
  readonly title: string
  readonly unit: 'a second' | 'ms'
  readonly lines: readonly ChartLine[]
}

export const CHARTS: readonly ChartSpec[] = [
  {
    title: 'Tokens a second',
    unit: 'a second',
    lines: [
      { name: 'tokens', title: 'given', tone: 'good', dash: [] },
      { name: 'tokensRefused', title: 'refused', tone: 'bad', dash: [5, 4] },
    ],
  },
  {
    title: 'Calls a second',
    unit: 'a second',
    lines: [
      { name: 'calls', title: 'all', tone: 'accent', dash: [] },
      { name: 'callsRefused', title: 'refused (4xx)', tone: 'bad', dash: [5, 4] },
      { name: 'callsFailed', title: 'failed (5xx)', tone: 'fault', dash: [2, 3] },
    ],
  },
  {
    title: 'How long calls took, in milliseconds',
    unit: 'ms',
    lines: [
      { name: 'p50Ms', title: 'half of them', tone: 'accent', dash: [] },
      { name: 'p90Ms', title: 'nine of ten', tone: 'good', dash: [5, 4] },
      { name: 'p99Ms', title: '99 of 100', tone: 'fault', dash: [2, 3] },
    ],
  },
]

/** The columns of a chart: times first. Numbers of a minute become numbers a second. */
export function columnsOf({ lines, unit }: ChartSpec, { points, stepSeconds }: MetricsSeries): (number | null)[][] {
  const divisor = unit === 'ms' ? 1 : stepSeconds
  const rows = lines.map(({ name }) => points[name].map((value) => (value === null ? null : value / divisor)))
  return [[...points.at], ...rows]
}

/** What the last of it says, for who does not see the lines. */
export function inWords(spec: ChartSpec, series: MetricsSeries): string {
  const [times = [], ...columns] = columnsOf(spec, series)
  if (times.length === 0) return 'Nothing has been counted yet.'
  const now = spec.lines.map(({ title }, index) => `${title} ${rounded(columns[index]?.at(-1))}`)
  const most = Math.max(0, ...columns.flatMap((column) => column.filter((value) => value !== null)))
  return `Now: ${now.join(', ')}. The most: ${rounded(most)}${spec.unit === 'ms' ? ' ms' : ' a second'}.`
}

function rounded(value: number | null | undefined): string {
  if (value === null || value === undefined) return 'none'
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })
}
