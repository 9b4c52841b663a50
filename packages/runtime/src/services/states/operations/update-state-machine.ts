import { uuid } from '../../../kernel/ids.ts'
import { checkDefinition } from '../definition/check-definition.ts'
import { operation } from '../deps.ts'
import { missingRequiredParameter, stateMachineDeleting } from '../errors.ts'
import { stateMachines } from '../repository.ts'
import { refuseVersion } from './refuse-version.ts'

/** Documented: executions that run go on with the definition that they have begun with. */
export const updateStateMachine = operation('UpdateStateMachine', async (input, deps, ctx) => {
  const { clock, random, vault, isRecorded } = deps
  const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input
  refuseVersion(input)
  const changes = [definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration]
  if (changes.every((change) => change === undefined)) {
    throw missingRequiredParameter(
      'Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the ' +
        'TracingConfiguration must be specified',
    )
  }
  if (definition !== undefined) checkDefinition(definition, isRecorded)
  const revisionId = uuid(random)
  await ctx.transact(async (tx) => {
    const found = await stateMachines.require(tx, ctx.place, input.stateMachineArn)
    if (found.status === 'DELETING') throw stateMachineDeleting(found.arn)
    stateMachines.put(tx, ctx.place, {
      ...found,
      revisionId,
      ...(definition !== undefined && { definition: vault.seal(definition) }),
      ...(roleArn !== undefined && { roleArn }),
      settings: {
        ...found.settings,
        ...(loggingConfiguration && { logging: loggingConfiguration }),
        ...(tracingConfiguration && { tracing: tracingConfiguration }),
        ...(encryptionConfiguration && { encryption: encryptionConfiguration }),
      },
    })
  })
  return { updateDate: new Date(clock.now()), revisionId }
})
