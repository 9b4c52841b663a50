import { arnOf, parseArn } from '../../kernel/arn.ts'
import { notEmulated } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'
import { invalidArn, invalidName } from './errors.ts'

/** Documented for names of state machines and of executions: no white space, no brackets, no wildcards, none of these. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what AWS refuses.
const REFUSED = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/

export function checkName(name: string): void {
  if (REFUSED.test(name)) throw invalidName(name)
}

export function stateMachineArn(place: Place, name: string): string {
  return arnOf('states', place, `stateMachine:${name}`)
}

export function executionArn(place: Place, stateMachine: string, name: string): string {
  return arnOf('states', place, `execution:${stateMachine}:${name}`)
}

/** Of an execution that nobody can ask for: its id tells two of one name apart. */
export function expressArn(place: Place, stateMachine: string, name: string, id: string): string {
  return arnOf('states', place, `express:${stateMachine}:${name}:${id}`)
}

/** The state machine's name. Versions and aliases, named behind it, are left out. */
export function stateMachineName(arn: string): string {
  const { service, resource } = parseArn(arn) ?? {}
  const [kind, name, qualifier] = resource?.split(':') ?? []
  if (service !== 'states' || kind !== 'stateMachine' || !name) throw invalidArn(arn)
  if (qualifier !== undefined) throw notEmulated('A version or an alias of a state machine')
  return name
}

/** What an execution is stored under: `{stateMachine}:{name}`. */
export function executionId(arn: string): string {
  const { service, resource } = parseArn(arn) ?? {}
  const [kind, stateMachine, name] = resource?.split(':') ?? []
  if (kind === 'express') throw invalidArn('Resource type not valid in this context: express')
  if (service !== 'states' || kind !== 'execution' || !stateMachine || !name) throw invalidArn(arn)
  return `${stateMachine}:${name}`
}
