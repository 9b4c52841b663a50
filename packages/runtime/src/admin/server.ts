import type { JsonObject } from '../kernel/json.ts'
import { isJsonObject } from '../kernel/json.ts'
import type { WireResponse } from '../kernel/wire.ts'
import type { Asked } from './asked.ts'
import type { ClockState, Health, ResetDone, Stopping } from './contract/server.ts'
import { json } from './json.ts'
import type { AdminSource } from './ports.ts'

export function health(_: Asked, { version, uptimeSeconds, services }: AdminSource): WireResponse {
  const answer: Health = {
    status: 'ok',
    version,
    uptimeSeconds: Math.round(uptimeSeconds() * 1000) / 1000,
    services: [...services].sort(),
  }
  return json(200, answer)
}

export async function status(_: Asked, source: AdminSource): Promise<WireResponse> {
  return json(200, await source.status())
}

export async function reset(_: Asked, source: AdminSource): Promise<WireResponse> {
  await source.reset()
  const answer: ResetDone = { status: 'reset' }
  return json(200, answer)
}

export function stop(_: Asked, source: AdminSource): WireResponse {
  if (!source.stop) return json(409, { error: 'this server runs within another program, which has to stop it' })
  source.stop()
  const answer: Stopping = { status: 'stopping', pid: source.pid }
  return json(200, answer)
}

export async function caCertificate(_: Asked, source: AdminSource): Promise<WireResponse> {
  return {
    status: 200,
    headers: [['Content-Type', 'application/x-pem-file']],
    body: `${await source.caCertificate()}\n`,
  }
}

export function clock(_: Asked, source: AdminSource): WireResponse {
  return json(200, clockOf(source))
}

/** Beyond it there are dates that neither we nor clients can write down. */
const MAX_OFFSET_MS = 100 * 365 * 86_400_000

export async function moveClock({ request }: Asked, source: AdminSource): Promise<WireResponse> {
  const body = parse(request.body)
  const advance = body?.advanceSeconds
  const offsetMs =
    body?.reset === true ? 0 : typeof advance === 'number' ? source.clock.offsetMs() + advance * 1000 : Number.NaN
  if (!(Math.abs(offsetMs) <= MAX_OFFSET_MS)) {
    return json(400, { error: 'send {"advanceSeconds": 3660}, up to 100 years in all, or {"reset": true}' })
  }
  await source.clock.setOffset(offsetMs)
  return json(200, clockOf(source))
}

function clockOf({ clock: { nowMs, offsetMs } }: AdminSource): ClockState {
  return { now: new Date(nowMs()).toISOString(), offsetSeconds: offsetMs() / 1000 }
}

function parse(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
