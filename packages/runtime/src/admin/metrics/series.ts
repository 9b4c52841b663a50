import type { SeriesPoint } from '../../kernel/request-series.ts'
import { type Answering, queryOf } from '../asked.ts'
import { AdminProblem } from '../problem.ts'

export const metricsSeries: Answering<'GET metrics/series'> = (asked, { requests }) => {
  const step = queryOf(asked).get('step') ?? '1'
  if (step !== '1' && step !== '60') throw new AdminProblem(400, 'step is 1 or 60')
  const stepSeconds = step === '1' ? 1 : 60
  const points = requests.metrics?.points(stepSeconds) ?? []
  const counts = (name: keyof SeriesPoint['counts']) => points.map((point) => point.counts[name])
  const times = (percent: number) => points.map((point) => point.percentile(percent) ?? null)
  return {
    stepSeconds,
    points: {
      at: points.map(({ at }) => at),
      tokens: counts('tokens'),
      tokensRefused: counts('tokensRefused'),
      calls: counts('calls'),
      callsRefused: counts('callsRefused'),
      callsFailed: counts('callsFailed'),
      p50Ms: times(50),
      p90Ms: times(90),
      p99Ms: times(99),
    },
  }
}
