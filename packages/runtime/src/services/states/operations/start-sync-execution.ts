import { uuid } from '../../../kernel/ids.ts'
import { operation } from '../deps.ts'
import { stateMachineTypeNotSupported } from '../errors.ts'
import { checkName } from '../names.ts'
import { stateMachines } from '../repository.ts'
import { readInput } from './execution-input.ts'
import { expressExecution } from './express-execution.ts'

/** Recorded: LocalStack's suite, services/stepfunctions/v2/test_sfn_api_express. */
export const startSyncExecution = operation('StartSyncExecution', async (input, deps, ctx) => {
  const { clock, random, express } = deps
  const text = input.input ?? '{}'
  const name = input.name ?? uuid(random)
  checkName(name)
  const value = readInput(text)
  const machine = await stateMachines.require(ctx.reader, ctx.place, input.stateMachineArn)
  if (machine.type !== 'EXPRESS') throw stateMachineTypeNotSupported()
  const { arn, startedAt, definition, begun } = expressExecution(machine, name, value, ctx.place, deps)
  const end = await express.run(definition, begun)
  const stoppedAt = clock.now()
  const isIncluded = input.includedData !== 'METADATA_ONLY'
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    startDate: new Date(startedAt),
    stopDate: new Date(stoppedAt),
    status: end.status,
    traceHeader: input.traceHeader,
    inputDetails: { included: isIncluded },
    outputDetails: { included: isIncluded },
    billingDetails: billingOf(stoppedAt - startedAt),
    ...(isIncluded && { input: text }),
    ...(isIncluded && end.status === 'SUCCEEDED' && { output: JSON.stringify(end.output) }),
    ...('error' in end && { error: end.error }),
    ...('cause' in end && { cause: end.cause }),
  }
})

/** Documented: begun tenths of a second, and memory in steps of 64 MB; that it takes the least of it is inferred. */
function billingOf(durationMs: number) {
  return { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: Math.max(1, Math.ceil(durationMs / 100)) * 100 }
}
