import type { InvokeWithResponseStreamResponseEvent } from '../../../generated/lambda.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { FunctionStreamFailure } from '../../../kernel/functions.ts'
import { operation } from '../deps.ts'
import { refusalToWire } from '../invoke/refusal.ts'
import { runRequestOf } from '../invoke/request.ts'
import { requireTarget } from '../invoke/require-target.ts'
import type { Ran } from '../invoke/runner.ts'

export const invokeWithResponseStream = operation('InvokeWithResponseStream', async (input, deps, ctx) => {
  if (input.TenantId !== undefined) throw notEmulated('Tenant isolation (TenantId)')
  const { live, target } = await requireTarget(deps.directory, input, ctx.place)
  if (input.InvocationType === 'DryRun') return { StatusCode: 204, EventStream: undefined as never }
  return refusalToWire(async () => {
    const ran = await deps.runner.run(live, target, runRequestOf(input, ctx, true))
    return {
      StatusCode: 200,
      ExecutedVersion: ran.executedVersion,
      ResponseStreamContentType: 'application/vnd.amazon.eventstream',
      // The model's type is that of one event; what is written is all of them, one after the other.
      EventStream: eventsOf(ran) as unknown as InvokeWithResponseStreamResponseEvent,
    }
  })
})

async function* eventsOf(ran: Ran): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  const { payload, error } = ran
  const logs = ran.logTail === undefined ? {} : { LogResult: Buffer.from(ran.logTail).toString('base64') }
  if (error && Buffer.isBuffer(payload)) {
    yield { InvokeComplete: { ...failed(payload), ...logs } }
    return
  }
  try {
    for await (const Payload of Buffer.isBuffer(payload) ? whole(payload) : payload) yield { PayloadChunk: { Payload } }
    yield { InvokeComplete: logs }
  } catch (failure) {
    if (!(failure instanceof FunctionStreamFailure)) throw failure
    yield { InvokeComplete: { ...failed(failure.payload), ...logs } }
  }
}

/** That the code is `Unhandled` is documented, and what the details are is inferred. */
function failed(payload: Buffer) {
  return { ErrorCode: 'Unhandled', ErrorDetails: payload.toString('utf8') }
}

function* whole(payload: Buffer): Generator<Uint8Array> {
  if (payload.length > 0) yield payload
}
