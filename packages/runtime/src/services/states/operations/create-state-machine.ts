import { isDeepStrictEqual } from 'node:util'
import type { CreateStateMachineInput } from '../../../generated/states.ts'
import { checkDefinition } from '../definition/check-definition.ts'
import { operation } from '../deps.ts'
import { stateMachineAlreadyExists, stateMachineDeleting } from '../errors.ts'
import { checkName, stateMachineArn } from '../names.ts'
import type { StateMachineRecord } from '../records.ts'
import { stateMachines } from '../repository.ts'
import { refuseVersion } from './refuse-version.ts'
import { tagsToRecord } from './tags.ts'

export const createStateMachine = operation('CreateStateMachine', async (input, deps, ctx) => {
  const { clock, vault, isRecorded } = deps
  const { place } = ctx
  const { name, definition, roleArn } = input
  checkName(name)
  refuseVersion(input)
  checkDefinition(definition, isRecorded)
  const machine: StateMachineRecord = {
    name,
    arn: stateMachineArn(place, name),
    roleArn,
    ...(input.type === 'EXPRESS' && { type: input.type }),
    definition: vault.seal(definition),
    createdAt: clock.now(),
    status: 'ACTIVE',
    settings: settingsOf(input),
    tags: tagsToRecord(input.tags ?? []),
  }
  const stored = await ctx.transact(async (tx) => {
    const found = await stateMachines.find(tx, place, name)
    if (found?.status === 'DELETING') throw stateMachineDeleting(found.arn)
    if (found) {
      // Documented: the same once more is no error; role and tags are not compared.
      const same =
        found.type === machine.type &&
        vault.open(found.definition) === definition &&
        isDeepStrictEqual(found.settings, machine.settings)
      if (!same) throw stateMachineAlreadyExists(found.arn)
      return found
    }
    stateMachines.put(tx, place, machine)
    return machine
  })
  return { stateMachineArn: stored.arn, creationDate: new Date(stored.createdAt) }
})

function settingsOf(input: CreateStateMachineInput): StateMachineRecord['settings'] {
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input
  return {
    ...(loggingConfiguration && { logging: loggingConfiguration }),
    ...(tracingConfiguration && { tracing: tracingConfiguration }),
    ...(encryptionConfiguration && { encryption: encryptionConfiguration }),
  }
}
