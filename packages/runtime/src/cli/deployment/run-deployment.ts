import { Option } from 'commander'
import type { DeploymentAction } from '../../deployment/deployer.ts'
import type { DeploymentEvent } from '../../deployment/events.ts'
import type { Place } from '../../kernel/place.ts'
import { accountOfAccessKey } from '../../kernel/session.ts'
import { findAssembly, pairsOf } from '../cdk-app/find-assembly.ts'
import { CommandFailure } from '../command.ts'
import { findServer, type ServerOptions } from '../find-server.ts'
import { deploymentText } from './deployment-text.ts'
import { followDeployment } from './follow-deployment.ts'

export interface DeploymentOptions extends ServerOptions {
  readonly stack?: readonly string[]
  readonly exclusively?: boolean
  readonly context?: readonly string[]
  readonly parameters?: readonly string[]
  readonly verbose?: boolean
  readonly changesOnly?: boolean
  readonly json?: boolean
}

const collect = (value: string, list: readonly string[] = []) => [...list, value]

/** Those that `deploy`, `destroy` and `diff` have in common. */
export const deploymentOptions = (): Option[] => [
  new Option('--stack <name>', 'only this stack, by name or path, with *; may be repeated').argParser(collect),
  new Option('-e, --exclusively', 'without the stacks that it depends on'),
  new Option('-c, --context <key=value>', "a value of the app's context; may be repeated").argParser(collect),
  new Option('--verbose', 'show what is done to each resource'),
  new Option('--json', 'print what happens as JSON, one document on each line'),
]

/** Where apps go that do not say where: the account and region of the shell's credentials. */
export function homePlace(env: NodeJS.ProcessEnv): Place {
  return {
    account: accountOfAccessKey(env.AWS_ACCESS_KEY_ID ?? ''),
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1',
  }
}

/** Writes what the app says, has the server do it, and prints what happens. Gives all that was told. */
export async function runDeployment(
  action: DeploymentAction,
  target: string | undefined,
  options: DeploymentOptions,
): Promise<readonly DeploymentEvent[]> {
  const origin = await findServer(options)
  const directory = await findAssembly(target, options, homePlace(process.env), process.env)
  return deployAssembly(origin, action, directory, options)
}

/** The same for an assembly that is there. */
export async function deployAssembly(
  origin: string,
  action: DeploymentAction,
  directory: string,
  options: Omit<DeploymentOptions, keyof ServerOptions | 'context'>,
): Promise<readonly DeploymentEvent[]> {
  const asked = {
    action,
    directory,
    stacks: options.stack ?? [],
    ...(options.exclusively === undefined ? {} : { exclusively: options.exclusively }),
    ...homePlace(process.env),
    parameters: pairsOf(options.parameters ?? []),
  }
  const events: DeploymentEvent[] = []
  const linesOf = options.json
    ? (event: DeploymentEvent) => [JSON.stringify(event)]
    : deploymentText(textOptions(options))
  for await (const event of followDeployment(origin, asked)) {
    events.push(event)
    for (const line of linesOf(event)) process.stdout.write(`${line}\n`)
    if (event.event === 'failed') throw failureOf(event)
  }
  return events
}

function textOptions({ verbose = false, changesOnly = false }: Pick<DeploymentOptions, 'verbose' | 'changesOnly'>) {
  return {
    colored: process.stdout.isTTY === true && !process.env.NO_COLOR,
    now: () => performance.now(),
    verbose,
    changesOnly,
  }
}

function failureOf({ hint, message, stack }: Extract<DeploymentEvent, { event: 'failed' }>): CommandFailure {
  return new CommandFailure(stack === undefined ? message : `${stack} failed: ${message}`, hint)
}
