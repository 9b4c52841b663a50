import type { WireRequest, WireResponse } from '../../../kernel/wire.ts'
import type { EngineDeps } from '../deps.ts'
import { PUT_DONE, refusalOfPut, s3Refusal } from '../presigned-put.ts'
import type { Doorbell } from './doorbell.ts'
import { isAddressed, MAX_RESPONSE_BYTES } from './judge-response.ts'
import { readResponseKey } from './response-address.ts'
import { findSlot, keepResponse } from './responses.ts'

/** Answers under the addresses that custom resources respond to. `key`: what follows the host, or the path form's start. */
export type ResponsePlane = (request: WireRequest, key: string) => Promise<WireResponse>

interface PlaneDeps extends Pick<EngineDeps, 'clock' | 'vault' | 'reader' | 'transact' | 'logger'> {
  readonly doorbell: Doorbell
}

/** What is kept in place of a response that is too long: its length is all that counts. */
const TOO_LONG = ' '.repeat(MAX_RESPONSE_BYTES + 1)

/**
 * Takes responses as the bucket behind a presigned address does: acknowledged means stored. One that names another
 * request is acknowledged too, and not looked at, as on AWS; the log says so.
 */
export function createResponsePlane({ clock, vault, reader, transact, logger, doorbell }: PlaneDeps): ResponsePlane {
  return async (request, key) => {
    const name = readResponseKey(key)
    const refusal = refusalOfPut(request, name && (await findSlot(reader, name)), clock.now())
    if (refusal || !name) return refusal ?? notThere()
    const body = request.body.length > MAX_RESPONSE_BYTES ? TOO_LONG : request.body.toString('utf8')
    if (!isAddressed(body, name)) {
      const { logicalId: resource, requestId } = name
      logger.log('warn', 'the response of a custom resource names another request, and is ignored', {
        resource,
        requestId,
      })
      return PUT_DONE
    }
    if (!(await transact((tx) => keepResponse(tx, vault, name, body)))) return notThere()
    doorbell.ring(name.requestId)
    return PUT_DONE
  }
}

/** The stack is gone. */
function notThere(): WireResponse {
  return s3Refusal(404, 'NoSuchKey', 'The specified key does not exist.')
}
