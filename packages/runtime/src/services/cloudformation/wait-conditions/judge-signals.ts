/** What the signals that have come so far mean for a wait condition. */
export type Verdict =
  | { readonly kind: 'waiting'; readonly received: number }
  | { readonly kind: 'failed'; readonly reason: string }
  /** `data` is the JSON text that `Fn::GetAtt Data` gives: each signal's data by its id. */
  | { readonly kind: 'complete'; readonly data: string }

interface Signal {
  readonly status: 'SUCCESS' | 'FAILURE'
  readonly reason: string
  readonly uniqueId: string
  readonly data: unknown
}

/**
 * Counts successes. A signal with an id that was there already is a retransmission and counts once (documented: the
 * user guide on wait conditions); a failure ends the wait. The texts of failures are observed in stack events
 * (aws-quickstart/quickstart-trendmicro-deepsecurity#29, aws-quickstart/quickstart-pivotal-cloudfoundry#10).
 */
export function judgeSignals(bodies: readonly string[], count: number): Verdict {
  const data = new Map<string, unknown>()
  for (const body of bodies) {
    const signal = readSignal(body)
    if (!signal) return { kind: 'failed', reason: 'Unparsable WaitCondition data' }
    const { status, reason, uniqueId } = signal
    if (status === 'FAILURE') {
      return { kind: 'failed', reason: `WaitCondition received failed message: '${reason}' for uniqueId: ${uniqueId}` }
    }
    if (data.has(uniqueId)) continue
    data.set(uniqueId, signal.data)
    if (data.size >= count) return { kind: 'complete', data: JSON.stringify(Object.fromEntries(data)) }
  }
  return { kind: 'waiting', received: data.size }
}

/** Observed: aws-samples/immersive-media-refarch#7. */
export function timedOut(received: number, count: number): string {
  return `WaitCondition timed out. Received ${received} conditions when expecting ${count}`
}

function readSignal(body: string): Signal | undefined {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { Status: status, Reason: reason = '', UniqueId: uniqueId, Data: data = '' } = value as Record<string, unknown>
  if ((status !== 'SUCCESS' && status !== 'FAILURE') || typeof uniqueId !== 'string' || typeof reason !== 'string') {
    return undefined
  }
  return { status, reason, uniqueId, data }
}
