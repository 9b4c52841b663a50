import type { StackDoneEvent } from '../deployment/events.ts'

/**
 * Outputs by name.
 *
 * @example
 * ```ts
 * const outputs: Outputs = (await aws.deploy('cdk.out')).outputs
 * expect(Object.keys(outputs)).toEqual(['Url'])
 * ```
 */
export type Outputs = Readonly<Record<string, string>>

/**
 * What a deployment has made.
 *
 * @example
 * ```ts
 * const deployed: Deployed<{ Url: string }> = await aws.deploy('cdk.out')
 * expect(deployed.outputs.Url).toMatch(/\/prod\/$/)
 * expect(deployed.id('AWS::Cognito::UserPool')).toMatch(/^us-east-1_/)
 * ```
 */
export class Deployed<O extends Outputs = Outputs> {
  /** Of all its stacks: where two have one of the same name, that of the later stack. */
  readonly outputs: O
  readonly #stacks: readonly StackDoneEvent[]

  constructor(stacks: readonly StackDoneEvent[]) {
    this.#stacks = stacks
    this.outputs = Object.assign({}, ...stacks.map(({ outputs }) => outputs)) as O
  }

  /** The outputs of one stack, by its name or path. */
  outputsOf(stack: string): Outputs {
    const found = this.#stacks.find(({ stack: name }) => name === stack)
    if (found) return found.outputs
    throw new Error(`no stack ${stack} was deployed, but ${this.#stacks.map(({ stack: name }) => name).join(', ')}`)
  }

  /** The physical id of the one resource that has this logical id, construct path, end of a path, or type. */
  id(resource: string): string {
    const all = this.#stacks.flatMap(({ resources }) => resources)
    const fitting = all.filter(
      ({ logicalId, path, resourceType }) =>
        logicalId === resource ||
        resourceType === resource ||
        path === resource ||
        path?.endsWith(`/${resource}`) === true,
    )
    const [found, ...others] = fitting
    if (found && others.length === 0) return found.physicalId
    const known = (found ? fitting : all).map(
      ({ logicalId, path = logicalId, resourceType }) => `${path} (${resourceType})`,
    )
    const what = found ? `several resources fit ${resource}` : `no resource fits ${resource}`
    throw new Error(`${what}: ${known.join(', ')}`)
  }
}
