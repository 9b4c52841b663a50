import type { WireRequest, WireResponse } from '../../../kernel/wire.ts'
import type { EngineDeps } from '../deps.ts'
import { PUT_DONE, refusalOfPut, s3Refusal } from '../presigned-put.ts'
import { keyOf } from '../repository.ts'
import { readHandleAddress, readHandleKey } from './handle-address.ts'
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
    const name = readHandleKey(key)
    const record = name && (await contents.findResource(reader, name.place, keyOf(name.stackId), name.logicalId))
    const known = record?.status === 'CREATE_COMPLETE' ? readHandleAddress(record.physicalId ?? '') : undefined
    const expires = Number(new URLSearchParams(request.query).get('Expires')) * 1000
    const refusal = refusalOfPut(request, known && { ...known, expires }, clock.now())
    if (refusal || !known) return refusal ?? s3Refusal(404, 'NoSuchKey', 'The specified key does not exist.')
    if (request.body.length > MAX_SIGNAL_BYTES) {
      return s3Refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
    }
    const isKept = await transact((tx) => addSignal(tx, vault, known, request.body.toString('utf8')))
    return isKept ? PUT_DONE : s3Refusal(503, 'SlowDown', 'Please reduce your request rate.')
  }
}
