import type { HeaderList } from '../../../kernel/wire.ts'
import { Backend } from '../backend.ts'

const TRACE_ID = 'x-amzn-trace-id'
/**
 * Of an entry and its key, beside texts and bytes, and of a header beside its text: what a process is larger by, measured with
 * answers that come and go, and so with what is not collected yet.
 */
const OWN_BYTES = 2048
const HEADER_BYTES = 256

/**
 * Answers that fit only the request they were given to: a part of something, and that the client's own copy is good. On
 * AWS they may be kept; whoever gets one of them without having asked for it can make nothing of it (inferred).
 */
const FOR_ONE_REQUEST: ReadonlySet<string> = new Set(['206', '304'])

/** An endpoint's answer, good for any call with the same key. */
export interface StoredAnswer {
  readonly bodyBytes: number
  /** Of memory, all in all. */
  readonly bytes: number
  /** As a call sees it that has this trace id: the one of the call that brought it is not handed on (inferred). */
  backendFor(traceId: () => string): Backend
}

/** Undefined where the answer can be nobody else's: it streams, or fits one request only. */
export function storedAnswer({ status, headers, body, selection }: Backend): StoredAnswer | undefined {
  if (FOR_ONE_REQUEST.has(status)) return undefined
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return undefined
  const own = headers.filter(([name]) => name.toLowerCase() !== TRACE_ID)
  const traced = headers.find(([name]) => name.toLowerCase() === TRACE_ID)?.[0]
  const kept = typeof body === 'string' ? body : exactly(body)
  return {
    bodyBytes: Buffer.byteLength(body),
    bytes: OWN_BYTES + sizeOf(own) + (typeof kept === 'string' ? kept.length * 2 : kept.length),
    backendFor(traceId) {
      const all = traced === undefined ? own : [...own, [traced, traceId()] as const]
      return new Backend(status, all, kept, { selection })
    },
  }
}

/** A copy that holds on to nothing else: what comes from a socket may be a small part of a large block. */
function exactly(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(copy)
  return copy
}

function sizeOf(headers: HeaderList): number {
  let size = 0
  for (const [name, value] of headers) size += HEADER_BYTES + (name.length + value.length) * 2
  return size
}
