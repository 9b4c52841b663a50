import { type Signal, signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { addressOf } from '../api/address.ts'
import { ask, sayProblem } from '../api/ask.ts'
import type { FunctionView, LogEventView } from '../api/contract.ts'
import { listen } from '../api/stream.ts'

/** As many lines as somebody reads; what is older is in `sallyport logs`. */
const MOST_LINES = 1000
const FLUSH_MS = 150

export interface FollowedLogs {
  readonly events: Signal<readonly LogEventView[]>
  readonly problem: Signal<string | undefined>
}

/** The last lines of a function's log, and those that are written from now on. */
export function useLogs({ name, account, region }: FunctionView): FollowedLogs {
  const logs = useMemo<FollowedLogs>(
    () => ({ events: signal([]), problem: signal(undefined) }),
    [name, account, region],
  )
  useEffect(() => {
    const query = { account, region }
    let waiting: LogEventView[] = []
    let flush: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      flush = undefined
      logs.events.value = [...logs.events.value, ...waiting].slice(-MOST_LINES)
      waiting = []
    }
    const [, path] = addressOf('GET functions/{name}/logs/stream', { name }, query)
    const stop = listen(path, {
      on: {
        log: (data) => {
          waiting.push(data as LogEventView)
          flush ??= setTimeout(show, FLUSH_MS)
        },
      },
    })
    ask('GET functions/{name}/logs', { path: { name }, query }).then(
      ({ events }) => {
        logs.events.value = [...events, ...logs.events.value]
      },
      (error: unknown) => {
        logs.problem.value = sayProblem(error)
      },
    )
    return () => {
      stop()
      clearTimeout(flush)
    }
  }, [logs])
  return logs
}
