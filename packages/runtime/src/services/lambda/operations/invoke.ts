import type { InvocationRequest, InvocationResponse } from '../../../generated/lambda.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { type LambdaDeps, operation } from '../deps.ts'
import { refusalToWire } from '../invoke/refusal.ts'
import { payloadOf, runRequestOf } from '../invoke/request.ts'
import { requireTarget } from '../invoke/require-target.ts'

/** Headers that answers have beside the published ones (observed). */
interface InvocationAnswer extends InvocationResponse {
  readonly TraceId?: string
  readonly RemappedContentLength?: string
  readonly ContentType?: string
}

export const invoke = operation('Invoke', async (input, deps, ctx): Promise<InvocationAnswer> => {
  if (input.TenantId !== undefined) throw notEmulated('Tenant isolation (TenantId)')
  if (input.DurableExecutionName !== undefined) throw notEmulated('A durable execution (DurableExecutionName)')
  const { live, target } = await requireTarget(deps.directory, input, ctx.place)
  switch (input.InvocationType) {
    case 'DryRun':
      return { StatusCode: 204 }
    case 'Event':
      await enqueue(input, target.arn, deps, ctx)
      return { StatusCode: 202, TraceId: undefined, RemappedContentLength: '0' }
    default:
      return refusalToWire(async () => {
        const ran = await deps.runner.run(live, target, runRequestOf(input, ctx, false))
        return {
          StatusCode: 200,
          ExecutedVersion: ran.executedVersion,
          FunctionError: ran.error ? 'Unhandled' : undefined,
          LogResult: ran.logTail === undefined ? undefined : Buffer.from(ran.logTail).toString('base64'),
          Payload: ran.payload as Buffer,
          TraceId: `${ran.traceId};Lineage=1:${ctx.requestId.slice(0, 8)}:0`,
          RemappedContentLength: '0',
          ContentType: 'application/json',
        }
      })
  }
})

/** The first way to invoke without waiting. */
export const invokeAsync = operation('InvokeAsync', async (input, deps, ctx) => {
  const { target } = await requireTarget(deps.directory, input, ctx.place)
  await enqueue({ Payload: input.InvokeArgs }, target.arn, deps, ctx)
  return { Status: 202 }
})

async function enqueue(
  { Payload }: Pick<InvocationRequest, 'Payload'>,
  arn: string,
  { events }: LambdaDeps,
  { place, requestId }: CallContext,
): Promise<void> {
  await events.add(place, { arn, payload: payloadOf(Payload, 'Event'), requestId })
}
