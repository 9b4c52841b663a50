import type { Random } from './random.ts'

/** `Root=1-{8 hex}-{24 hex};Parent={16 hex};Sampled=0`; what the client sent is kept, and completed (recorded on AWS). */
export function traceIdOf(received: string | undefined, nowMs: number, random: Random): string {
  const fresh = random.bytes(20)
  const root = madeAt(nowMs, fresh)
  const parent = fresh.toString('hex', 12)
  if (received === undefined) return `Root=${root};Parent=${parent};Sampled=0`
  const parts = partsOf(received)
  return `Root=${parts.get('Root') ?? root};Parent=${parts.get('Parent') ?? parent};Sampled=${parts.get('Sampled') ?? '0'}`
}

/**
 * As a load balancer of AWS hands it on: the root alone, and behind the balancer's own part where the client has sent it
 * (observed in events of function URLs).
 */
export function balancedTraceId(received: string | undefined, traceId: string, nowMs: number, random: Random): string {
  const [root = ''] = traceId.split(';', 1)
  return received?.includes(root) ? `Self=${madeAt(nowMs, random.bytes(12))};${root}` : root
}

function madeAt(nowMs: number, bytes: Buffer): string {
  const seconds = Math.floor(nowMs / 1000)
  return `1-${seconds.toString(16).padStart(8, '0')}-${bytes.toString('hex', 0, 12)}`
}

function partsOf(received: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>()
  for (const part of received.slice(0, 200).split(';')) {
    const [, key, value] = /^\s*([A-Za-z]+)=([\w-]+)\s*$/.exec(part) ?? []
    if (key !== undefined && value !== undefined) parts.set(key, value)
  }
  return parts
}
