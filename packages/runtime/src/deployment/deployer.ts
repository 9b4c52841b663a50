import { isAwsError } from '../kernel/errors.ts'
import type { Place } from '../kernel/place.ts'
import { type AssemblyStack, readAssembly } from './assembly.ts'
import { publishFiles } from './assets/publish-files.ts'
import { bootstrapFor } from './bootstrap/bootstrap.ts'
import type { DeploymentEvent, StackDoneEvent } from './events.ts'
import { DeploymentFailure } from './failure.ts'
import type { DeploymentPorts, Undertaking } from './ports.ts'
import { selectStacks } from './select-stacks.ts'
import { compareStack } from './stack/compare-stack.ts'
import { deleteStack } from './stack/delete-stack.ts'
import { deployStack } from './stack/deploy-stack.ts'
import type { StackSource } from './stack/stack-source.ts'

export type DeploymentAction = 'deploy' | 'destroy' | 'diff'

export interface AssemblyRequest {
  readonly action: DeploymentAction
  /** A cloud assembly: what a CDK app writes. */
  readonly directory: string
  /** Names or paths, with `*`. None: all stacks. */
  readonly stacks?: readonly string[]
  /** Without the stacks that those named depend on. */
  readonly exclusively?: boolean
  /** Where those go that do not say where. */
  readonly place: Place
  /** Of the stacks that have parameters of these names. */
  readonly parameters?: Readonly<Record<string, string>>
}

export interface Listening {
  tell(event: DeploymentEvent): void
  readonly signal: AbortSignal
}

/** Does to stacks what the CDK CLI does, within this process: nothing is asked twice, and nobody waits for a pause. */
export interface Deployer {
  /** Gives what has become of each stack. Throws a {@link DeploymentFailure}. */
  assembly(request: AssemblyRequest, listening: Listening): Promise<readonly StackDoneEvent[]>
  /** The same for one stack that has no assembly. */
  stack(action: DeploymentAction, source: StackSource, listening: Listening): Promise<StackDoneEvent>
}

export function createDeployer(ports: DeploymentPorts): Deployer {
  return {
    async assembly(request, listening) {
      const { action, directory, stacks: patterns = [], exclusively, place } = request
      const undertaking: Undertaking = { ports, ...listening }
      const all = await readAssembly(directory, place)
      const chosen = selectStacks(all, patterns, exclusively ?? action !== 'deploy')
      if (action !== 'destroy') tellMessages(chosen, action, listening)
      if (action !== 'destroy') await inWords(undefined, () => bootstrapFor(chosen, undertaking))
      const results: StackDoneEvent[] = []
      for (const stack of action === 'destroy' ? chosen.toReversed() : chosen) {
        listening.signal.throwIfAborted()
        const result = await inWords(stack.displayName, async () => {
          if (action !== 'destroy') await publishFiles(stack, undertaking)
          return ACTIONS[action](sourceOf(stack, request), undertaking)
        }).catch((error: unknown) => {
          throw located(error, stack.sources)
        })
        listening.tell(result)
        results.push(result)
      }
      return results
    },

    stack: (action, source, listening) =>
      inWords(source.displayName ?? source.stackName, async () => {
        const result = await ACTIONS[action](source, { ports, ...listening })
        listening.tell(result)
        return result
      }),
  }
}

/** The CDK CLI deploys no app that says of itself that it is wrong. */
function tellMessages(stacks: readonly AssemblyStack[], action: DeploymentAction, { tell }: Listening): void {
  for (const { displayName: stack, warnings, errors } of stacks) {
    for (const message of warnings) tell({ event: 'warning', stack, message })
    if (action === 'diff' || errors.length === 0) continue
    throw new DeploymentFailure(`the app found errors: ${errors.join('; ')}`, { stack })
  }
}

const ACTIONS = { deploy: deployStack, destroy: deleteStack, diff: compareStack } as const

function sourceOf(stack: AssemblyStack, { parameters = {} }: AssemblyRequest): StackSource {
  const template = stack.template()
  const { Parameters = {} } = JSON.parse(template) as { Parameters?: Readonly<Record<string, unknown>> }
  const given = Object.entries(parameters).filter(([name]) => Object.hasOwn(Parameters, name))
  return {
    stackName: stack.stackName,
    displayName: stack.displayName,
    place: stack.place,
    template,
    ...(stack.templateUrl === undefined ? {} : { templateUrl: stack.templateUrl }),
    parameters: { ...stack.parameters, ...Object.fromEntries(given) },
    tags: stack.tags,
    terminationProtection: stack.terminationProtection,
    ...(stack.notificationArns === undefined ? {} : { notificationArns: stack.notificationArns }),
    ...(stack.roleArn === undefined ? {} : { roleArn: stack.roleArn }),
    paths: stack.paths,
    sources: stack.sources,
  }
}

/** What is refused before anything is made says which resource it is about by its logical id. */
function located(error: unknown, sources: AssemblyStack['sources']): unknown {
  if (!(error instanceof DeploymentFailure) || error.logicalId !== undefined) return error
  const words = new Set(error.message.match(/\w+/g))
  const named = [...sources].find(([id]) => words.has(id))
  if (!named) return error
  const { message, stackName: stack, hint, cause } = error
  const [logicalId, source] = named
  return new DeploymentFailure(message, {
    logicalId,
    source,
    ...(stack === undefined ? {} : { stack }),
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  })
}

/** What an operation refuses is a failure of the stack that asked for it. */
async function inWords<T>(stack: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isAwsError(error)) throw error
    throw new DeploymentFailure(error.message, { ...(stack === undefined ? {} : { stack }), cause: error })
  }
}
