import { uuid } from '../../../kernel/ids.ts'
import type { JsonValue } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import { readDefinition } from '../definition/read-definition.ts'
import type { StatesDeps } from '../deps.ts'
import { stateMachineDeleting } from '../errors.ts'
import { entering } from '../execution/transitions.ts'
import { expressArn } from '../names.ts'
import type { Position, StateMachineRecord } from '../records.ts'

/** An execution of an express workflow that is about to run. */
export interface ExpressExecution {
  readonly arn: string
  readonly startedAt: number
  readonly definition: string
  readonly begun: Position
}

export function expressExecution(
  machine: StateMachineRecord,
  name: string,
  input: JsonValue,
  place: Place,
  { clock, random, vault }: Pick<StatesDeps, 'clock' | 'random' | 'vault'>,
): ExpressExecution {
  if (machine.status === 'DELETING') throw stateMachineDeleting(machine.arn)
  const startedAt = clock.now()
  const definition = vault.open(machine.definition)
  return {
    arn: expressArn(place, machine.name, name, uuid(random)),
    startedAt,
    definition,
    begun: entering(readDefinition(definition).startAt, input, startedAt),
  }
}
