import type { WireRequest, WireResponse } from '../../../kernel/wire.ts'
import type { EngineDeps } from '../deps.ts'
import { keyOf } from '../repository.ts'
import { isSameSignature, readHandleAddress, readHandleKey } from './handle-address.ts'
import { addSignal } from './signals.ts'

/** Answers under the address of a wait condition handle. `key` is what follows the host, or the start of the path form. */
export type SignalPlane = (request: WireRequest, key: string) => Promise<WireResponse>

/** Far more than a signal needs. */
const MAX_SIGNAL_BYTES = 64 * 1024

type PlaneDeps = Pick<EngineDeps, 'clock' | 'vault' | 'reader' | 'transact' | 'contents'>

/**
 * Takes signals as the bucket behind a presigned address does: any body is stored, and what it says is found out by the
 * wait condition. Acknowledged means stored.
 */
export function createSignalPlane({ clock, vault, reader, transact, contents }: PlaneDeps): SignalPlane {
  return async (request, key) => {
    if (request.method !== 'PUT') {
      return refusal(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.')
    }
    const query = new URLSearchParams(request.query)
    const name = readHandleKey(key)
    const record = name && (await contents.findResource(reader, name.place, keyOf(name.stackId), name.logicalId))
    const known = record?.status === 'CREATE_COMPLETE' ? readHandleAddress(record.physicalId ?? '') : undefined
    const signature = query.get('Signature') ?? ''
    // A content type would be part of what is signed: clients have to send none (documented).
    const hasType = (request.headers['content-type'] ?? '') !== ''
    if (!known || !isSameSignature(signature, known.signature) || hasType) {
      const text = 'The request signature we calculated does not match the signature you provided.'
      return refusal(403, 'SignatureDoesNotMatch', `${text} Check your key and signing method.`)
    }
    if (Number(query.get('Expires')) * 1000 <= clock.now()) return refusal(403, 'AccessDenied', 'Request has expired')
    if (request.body.length > MAX_SIGNAL_BYTES) {
      return refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
    }
    const isKept = await transact((tx) => addSignal(tx, vault, known, request.body.toString('utf8')))
    if (!isKept) return refusal(503, 'SlowDown', 'Please reduce your request rate.')
    return { status: 200, headers: [['content-length', '0']], body: '' }
  }
}

/** As S3 says it. Codes and texts are ours, so that nothing in them has to be escaped. */
function refusal(status: number, code: string, message: string): WireResponse {
  return {
    status,
    headers: [['content-type', 'application/xml']],
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  }
}
