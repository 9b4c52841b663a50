import type { Logger } from '../kernel/logger.ts'
import type { WireHandler, WireRequest, WireResponse } from '../kernel/wire.ts'

/**
 * One line per request of the data planes, with the reason of a refusal that AWS keeps to itself; control-plane
 * requests at `debug`, their errors at `info`. A note never holds a secret or a token, and nothing else is logged.
 */
export function withAccessLog(handler: WireHandler, logger: Logger): WireHandler {
  return (request) => {
    // Without lines for what goes well nobody asks how long it took.
    const started = logger.enabled('info') ? performance.now() : undefined
    const result = handler(request)
    if (result instanceof Promise) {
      return result.then((response) => {
        record(logger, request, response, started)
        return response
      })
    }
    record(logger, request, result, started)
    return result
  }
}

function record(logger: Logger, request: WireRequest, response: WireResponse, started: number | undefined): void {
  const { status, note } = response
  if (!note || (started === undefined && status < 500)) return
  const level = note.plane === 'control' && status < 400 ? 'debug' : status >= 500 ? 'error' : 'info'
  if (!logger.enabled(level)) return
  logger.log(level, note.subject ?? `${request.method} ${request.path}`, {
    plane: note.plane,
    status,
    ...(started === undefined ? {} : { ms: Math.round((performance.now() - started) * 10) / 10 }),
    requestId: note.requestId,
    ...(note.reason === undefined ? {} : { reason: note.reason }),
  })
}
