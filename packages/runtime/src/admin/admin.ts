import type { WireHandler, WireRequest, WireResponse } from '../kernel/wire.ts'
import type { Handler } from './asked.ts'
import { createConsoleRoutes } from './console-routes.ts'
import { runDeployment } from './deployments.ts'
import { json } from './json.ts'
import { outbox } from './outbox/list.ts'
import type { AdminSource } from './ports.ts'
import { problem, problemAnswer } from './problem.ts'
import { explainRequest, listRequests } from './requests/list.ts'
import { RequestStreams } from './requests/stream.ts'
import { RouteTable } from './route-table.ts'
import { caCertificate, clock, health, moveClock, reset, status, stop } from './server.ts'
import { exportWorld, importWorld } from './world.ts'

const PREFIX = '/_sallyport/'

/** What the command line and scripts ask for: here from the start. */
const PLAIN: Readonly<Record<string, Handler>> = {
  'GET health': health,
  'GET status': status,
  'GET clock': clock,
  'POST clock': moveClock,
  'GET requests': listRequests,
  'GET requests/{id}': explainRequest,
  'GET outbox': outbox,
  'POST deployments': runDeployment,
  'GET world': exportWorld,
  'POST world': importWorld,
  'POST reset': reset,
  'POST stop': stop,
  'GET ca.pem': caCertificate,
}

export interface Admin {
  readonly handle: WireHandler
  /** Ends what would go on. */
  close(): void
}

/** Serves `/_sallyport/*`. What only the console asks for is loaded with the first request for it. */
export function createAdmin(source: AdminSource): Admin {
  const streams = new RequestStreams(source)
  const ofConsole = createConsoleRoutes(source)
  const table = new RouteTable<Handler>({
    ...PLAIN,
    'GET requests/stream': (asked) => streams.open(asked),
    ...ofConsole.routes,
  })

  const handle: WireHandler = (request) => {
    if (request.path === '/_sallyport') return TO_PAGE
    const path = request.path.slice(PREFIX.length)
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const match = table.find(method, path)
    if (match) {
      const objection = objectionTo(request, `${method} ${path}`)
      return objection ?? answer(match.value, { request, params: match.params }, source)
    }
    const methods = table.methodsOf(path)
    if (methods.length > 0) return json(405, { error: `${path} takes ${methods.join(', ')}` })
    return json(404, { error: `there is no ${request.path}`, routes: table.names })
  }
  return {
    handle,
    close() {
      streams.close()
      ofConsole.close()
    },
  }
}

/** Files name each other by where the page is. */
const TO_PAGE: WireResponse = { status: 308, headers: [['Location', PREFIX]], body: '' }

/**
 * A page may send a form or a text to any server without asking it first, so what pages say counts only as JSON. Scripts
 * have always left the type to their client, and still may where there is no secret to be had.
 */
function objectionTo({ method, headers }: WireRequest, route: string): WireResponse | undefined {
  if (method !== 'POST' || /^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) return undefined
  const isOfPage = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
  if (!isOfPage && Object.hasOwn(PLAIN, route)) return undefined
  return problem(415, 'send Content-Type: application/json')
}

async function answer(handle: Handler, ...asked: Parameters<Handler>): Promise<WireResponse> {
  try {
    return await handle(...asked)
  } catch (error) {
    const told = problemAnswer(error)
    if (told) return told
    throw error
  }
}
