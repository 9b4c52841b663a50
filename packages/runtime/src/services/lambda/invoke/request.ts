import type { InvocationRequest } from '../../../generated/lambda.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { bufferOf } from '../code/source.ts'
import { invalidParameter, requestTooLarge, unreadableContent } from '../errors.ts'
import { MOST_BYTES, type RunRequest, tooLargeText } from './runner.ts'
import { unreadableText } from './unreadable-json.ts'

/** Documented. */
const MOST_CONTEXT_BYTES = 3583

/** What is asked of a function that is waited for. */
export function runRequestOf(
  { Payload, ClientContext, LogType }: Pick<InvocationRequest, 'Payload' | 'ClientContext' | 'LogType'>,
  { requestId }: CallContext,
  streams: boolean,
): RunRequest {
  return {
    requestId,
    payload: payloadOf(Payload, 'RequestResponse'),
    ...clientContextOf(ClientContext),
    streams,
    wantsLogTail: LogType === 'Tail',
  }
}

/** A payload that is JSON, or none at all, and not too large for this way to invoke. */
export function payloadOf(given: InvocationRequest['Payload'], type: keyof typeof MOST_BYTES): Buffer {
  const payload = bufferOf(given ?? Buffer.alloc(0))
  if (payload.length > MOST_BYTES[type]) throw requestTooLarge(tooLargeText(type, payload.length))
  return parsedPayload(payload)
}

function parsedPayload(payload: Buffer): Buffer {
  if (payload.length === 0) return payload
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    throw unreadableContent(`Could not parse request body into json: ${unreadableText(payload)}`)
  }
  return payload
}

/** Base64 of JSON, as text for the function. Wording inferred. */
function clientContextOf(given: string | undefined): { readonly clientContext?: string } {
  if (given === undefined || given === '') return {}
  if (given.length > MOST_CONTEXT_BYTES) throw invalidParameter('Client context must be at most 3583 bytes in size.')
  const text = Buffer.from(given, 'base64').toString('utf8')
  try {
    JSON.parse(text)
  } catch {
    throw unreadableContent('Client context must be a valid Base64-encoded JSON object.')
  }
  return { clientContext: text }
}
