import type { Random } from '../kernel/random.ts'

/** `Root=1-{8 hex}-{24 hex};Parent={16 hex};Sampled=0`; what the client sent is kept, and completed (recorded on AWS). */
export function traceIdOf(received: string | undefined, nowMs: number, random: Random): string {
  const parts = new Map<string, string>()
  for (const part of received?.slice(0, 200).split(';') ?? []) {
    const [, key, value] = /^\s*([A-Za-z]+)=([\w-]+)\s*$/.exec(part) ?? []
    if (key !== undefined && value !== undefined) parts.set(key, value)
  }
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
  const fresh = random.bytes(20).toString('hex')
  const root = parts.get('Root') ?? `1-${seconds}-${fresh.slice(0, 24)}`
  const parent = parts.get('Parent') ?? fresh.slice(24)
  return `Root=${root};Parent=${parent};Sampled=${parts.get('Sampled') ?? '0'}`
}
