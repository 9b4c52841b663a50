import type { WireHandler, WireRequest, WireResponse } from '../kernel/wire.ts'
import { runDeployment } from './deployments.ts'
import { json } from './json.ts'
import type { AdminSource } from './ports.ts'
import { explainRequest, listRequests } from './requests.ts'

type Handler = (request: WireRequest, source: AdminSource) => Promise<WireResponse> | WireResponse

/** `METHOD path` behind `/_sallyport/`. */
const ROUTES: Readonly<Record<string, Handler>> = {
  'GET health': (_, source) =>
    json(200, {
      status: 'ok',
      version: source.version,
      uptimeSeconds: Math.round(source.uptimeSeconds() * 1000) / 1000,
      services: [...source.services].sort(),
    }),
  'GET status': async (_, source) => json(200, await source.status()),
  'GET clock': (_, source) => json(200, clockOf(source)),
  'POST clock': moveClock,
  'GET requests': listRequests,
  'GET requests/{id}': explainRequest,
  'POST deployments': runDeployment,
  'POST reset': async (_, source) => {
    await source.reset()
    return json(200, { status: 'reset' })
  },
  'POST stop': (_, source) => {
    if (!source.stop) return json(409, { error: 'this server runs within another program, which has to stop it' })
    source.stop()
    return json(200, { status: 'stopping', pid: source.pid })
  },
  'GET ca.pem': async (_, source) => ({
    status: 200,
    headers: [['Content-Type', 'application/x-pem-file']],
    body: `${await source.caCertificate()}\n`,
  }),
}

/** Serves `/_sallyport/*`: health, status, the clock, the last requests, deployments, reset, stop, the certificate authority's certificate. */
export function createAdmin(source: AdminSource): WireHandler {
  return (request) => {
    const path = request.path.slice('/_sallyport/'.length).replace(/^requests\/[^/]+$/, 'requests/{id}')
    const handler = ROUTES[`${request.method} ${path}`]
    if (handler) return handler(request, source)
    const known = Object.keys(ROUTES).filter((route) => route.endsWith(` ${path}`))
    if (known.length > 0)
      return json(405, { error: `${path} takes ${known.map((route) => route.split(' ')[0]).join(', ')}` })
    return json(404, { error: `there is no ${request.path}`, routes: Object.keys(ROUTES) })
  }
}

/** Beyond it there are dates that neither we nor clients can write down. */
const MAX_OFFSET_MS = 100 * 365 * 86_400_000

async function moveClock(request: WireRequest, source: AdminSource): Promise<WireResponse> {
  const { clock } = source
  const body = parse(request.body)
  const advance = body?.advanceSeconds
  const offsetMs =
    body?.reset === true ? 0 : typeof advance === 'number' ? clock.offsetMs() + advance * 1000 : Number.NaN
  if (!(Math.abs(offsetMs) <= MAX_OFFSET_MS)) {
    return json(400, { error: 'send {"advanceSeconds": 3660}, up to 100 years in all, or {"reset": true}' })
  }
  await clock.setOffset(offsetMs)
  return json(200, clockOf(source))
}

function clockOf({ clock }: AdminSource) {
  return { now: new Date(clock.nowMs()).toISOString(), offsetSeconds: clock.offsetMs() / 1000 }
}

function parse(body: Buffer): { reset?: unknown; advanceSeconds?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
