import { useSignal } from '@preact/signals'
import type { ComponentType, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { MetricsSeries } from '../api/contract.ts'
import { route, setParams } from '../router/router.ts'
import { useAsked } from '../state/answer.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import type { ChartProps } from './chart.tsx'
import './charts-view.css'
import { CHARTS, type ChartSpec, inWords } from './specs.ts'

const AGAIN_MS = { '1': 1000, '60': 10_000 } as const
const STEPS = [
  { step: '1', text: 'Five minutes' },
  { step: '60', text: 'Five hours' },
] as const

/** Tokens, calls and how long they took: `#/charts?step=60`. What draws them is loaded with the first one. */
export function ChartsView(): JSX.Element {
  const step = route.value.params.step === '60' ? '60' : '1'
  const Chart = useSignal<ComponentType<ChartProps> | undefined>(undefined)
  const asked = useAsked('GET metrics/series', { query: { step } })
  const { value, problem } = asked.answer.value
  useEffect(() => {
    import('./chart.tsx').then((module) => (Chart.value = module.Chart))
  }, [])
  useEffect(() => {
    const timer = setInterval(() => asked.reload(), AGAIN_MS[step])
    return () => clearInterval(timer)
  }, [asked])
  return (
    <Page
      title="Charts"
      tools={STEPS.map((one) => (
        <Button
          key={one.step}
          isPressed={one.step === step}
          onPress={() => setParams({ step: one.step === '1' ? '' : one.step })}
        >
          {one.text}
        </Button>
      ))}
    >
      {problem !== undefined && <Problem text={problem} />}
      {value && CHARTS.map((spec) => <OneChart key={spec.title} spec={spec} series={value} chart={Chart.value} />)}
    </Page>
  )
}

interface Props {
  readonly spec: ChartSpec
  readonly series: MetricsSeries
  readonly chart: ComponentType<ChartProps> | undefined
}

function OneChart({ spec, series, chart: Chart }: Props) {
  return (
    <Section title={spec.title}>
      <ul class="chart-legend">
        {spec.lines.map(({ name, title, dash, tone }) => (
          <li key={name}>
            <svg width="22" height="8" aria-hidden="true" class={`chart-key ${tone}`}>
              <line x1="0" x2="22" y1="4" y2="4" stroke-dasharray={dash.join(' ')} />
            </svg>
            {title}
          </li>
        ))}
      </ul>
      <figure class="chart">
        {Chart && <Chart spec={spec} series={series} />}
        <figcaption class="soft">{inWords(spec, series)}</figcaption>
      </figure>
    </Section>
  )
}
