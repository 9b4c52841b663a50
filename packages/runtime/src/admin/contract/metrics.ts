/**
 * `GET metrics/series?step=1|60`: numbers for charts, since this server started or was reset; nothing is written down.
 * `GET metrics` has the same and more as Prometheus's text.
 */
export interface MetricsSeries {
  /** Seconds that one point stands for: of 1 the last five minutes are kept, of 60 the last five hours. */
  readonly stepSeconds: 1 | 60
  /** One entry of each list for each point, the oldest first. */
  readonly points: SeriesColumns
}

/** Points without a request have zeros, and `null` for times. */
export interface SeriesColumns {
  /** Seconds since the epoch by the machine's clock, at which the point begins. */
  readonly at: readonly number[]
  readonly tokens: readonly number[]
  readonly tokensRefused: readonly number[]
  readonly calls: readonly number[]
  /** Status 400 to 499. */
  readonly callsRefused: readonly number[]
  /** Status 500 and above. */
  readonly callsFailed: readonly number[]
  /** Of calls, in milliseconds until the answer was there; within a fifth of the true value. */
  readonly p50Ms: readonly (number | null)[]
  readonly p90Ms: readonly (number | null)[]
  readonly p99Ms: readonly (number | null)[]
}
