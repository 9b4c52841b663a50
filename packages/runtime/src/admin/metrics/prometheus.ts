import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Counter as Counted } from '../../kernel/request-metrics.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import type { AdminSource } from '../ports.ts'

/** What is counted, by the name of its metric. */
const COUNTERS = {
  sallyport_calls_total: {
    help: 'Calls of deployed APIs, by what they were answered with.',
    labelNames: ['api', 'stage', 'status'],
    of: 'calls',
  },
  sallyport_call_refusals_total: {
    help: 'Calls that the API itself refused or failed, by the kind of the refusal or the step that it ended in.',
    labelNames: ['api', 'stage', 'reason'],
    of: 'refusals',
  },
  sallyport_token_requests_total: {
    help: 'Requests to token endpoints: "issued", or why there was no token.',
    labelNames: ['pool', 'client', 'outcome'],
    of: 'tokens',
  },
} as const

/** `GET metrics`: Prometheus's text. Numbers are handed over when they are asked for; nothing is counted twice. */
export class PrometheusMetrics {
  readonly #registry = new Registry()

  constructor(source: AdminSource) {
    const registers = [this.#registry]
    // Of this process: its time, memory and event loop. Measuring begins with the first who asks.
    collectDefaultMetrics({ register: this.#registry })
    for (const [name, { help, labelNames, of }] of Object.entries(COUNTERS)) {
      new Counter<string>({
        ...{ name, help, labelNames, registers },
        collect() {
          fill(this, source.requests.metrics?.counters[of] ?? [])
        },
      })
    }
    new Gauge<string>({
      name: 'sallyport_call_duration_milliseconds',
      help: 'What calls of the last minute took until the answer was there.',
      labelNames: ['quantile'],
      registers,
      collect() {
        this.reset()
        const [last] = (source.requests.metrics?.points(60) ?? []).slice(-1)
        for (const percent of [50, 90, 99]) {
          const ms = last?.percentile(percent)
          if (ms !== undefined) this.set({ quantile: String(percent / 100) }, ms)
        }
      },
    })
  }

  async answer(): Promise<WireResponse> {
    return {
      status: 200,
      headers: [
        ['Content-Type', this.#registry.contentType],
        ['Cache-Control', 'no-store'],
        ['X-Content-Type-Options', 'nosniff'],
      ],
      body: await this.#registry.metrics(),
    }
  }
}

function fill(counter: Counter<string>, counted: readonly Counted[]): void {
  counter.reset()
  for (const { labels, count } of counted) counter.inc({ ...labels }, count)
}
