import type { Random } from './random.ts'

/** `Root=1-{8 hex}-{24 hex};Parent={16 hex};Sampled=0`; what the client sent is kept, and completed (recorded on AWS). */
export function traceIdOf(received: string | undefined, nowMs: number, random: Random): string {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
  const fresh = random.bytes(20)
  const root = `1-${seconds}-${fresh.toString('hex', 0, 12)}`
  const parent = fresh.toString('hex', 12)
  if (received === undefined) return `Root=${root};Parent=${parent};Sampled=0`
  const parts = partsOf(received)
  return `Root=${parts.get('Root') ?? root};Parent=${parts.get('Parent') ?? parent};Sampled=${parts.get('Sampled') ?? '0'}`
}

function partsOf(received: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>()
  for (const part of received.slice(0, 200).split(';')) {
    const [, key, value] = /^\s*([A-Za-z]+)=([\w-]+)\s*$/.exec(part) ?? []
    if (key !== undefined && value !== undefined) parts.set(key, value)
  }
  return parts
}
