import { relative } from 'node:path'
import { Option } from 'commander'
import type { DeploymentAction } from '../../deployment/deployer.ts'
import type { DeploymentEvent, DeploymentFailedEvent } from '../../deployment/events.ts'
import type { Place } from '../../kernel/place.ts'
import { accountOfAccessKey } from '../../kernel/session.ts'
import { findApp, pairsOf } from '../cdk-app/find-app.ts'
import { findSource } from '../cdk-app/find-source.ts'
import { type SynthesisRequest, synthesize } from '../cdk-app/synthesize.ts'
import { CommandFailure } from '../command.ts'
import { findServer, type ServerOptions } from '../find-server.ts'
import { openScreen, plainScreen, type Screen } from '../screen/screen.ts'
import { deploymentProgress } from './deployment-progress.ts'
import { deploymentText, type TextOptions } from './deployment-text.ts'
import { followDeployment } from './follow-deployment.ts'

export interface DeploymentOptions extends ServerOptions {
  readonly stack?: readonly string[]
  readonly exclusively?: boolean
  readonly context?: readonly string[]
  readonly parameters?: readonly string[]
  readonly verbose?: boolean
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
  const found = findApp(target, options, homePlace(process.env), process.env)
  const screen = options.json ? plainScreen(process.stdout) : openScreen(process.stdout, process.env, now)
  try {
    if (found.kind === 'assembly') return await deployAssembly(origin, action, found.directory, { ...options, screen })
    const request = { ...found.request, ...printedOn(screen) }
    screen.show('synthesizing')
    const directory = await synthesize(request)
    const find: FindSource = (...what) => findSource(request, ...what)
    return await deployAssembly(origin, action, directory, { ...options, screen }, find)
  } finally {
    screen.clear()
  }
}

const now = () => performance.now()

/** What an app prints goes between the lines of a screen that is drawn, and to standard error elsewhere. */
export function printedOn(screen: Screen): Pick<SynthesisRequest, 'print'> {
  return screen.isDrawn && process.stderr.isTTY ? { print: (line) => screen.tell(line) } : {}
}

/** Finds out where the app makes the construct of a resource that failed, if the app does not tell it by itself. */
export type FindSource = (stack: string, logicalId: string) => Promise<string | undefined>

export interface AssemblyOptions
  extends Pick<DeploymentOptions, 'stack' | 'exclusively' | 'parameters' | 'verbose' | 'json'> {
  readonly screen: Screen
  readonly changesOnly?: boolean
  /** Warnings that were shown before. */
  readonly known?: Set<string>
  /** Calls off what has not begun. */
  readonly signal?: AbortSignal
}

const DOING: Readonly<Record<DeploymentAction, string>> = {
  deploy: 'deploying',
  destroy: 'deleting',
  diff: 'comparing',
}

/** The same for an assembly that is there. */
export async function deployAssembly(
  origin: string,
  action: DeploymentAction,
  directory: string,
  options: AssemblyOptions,
  findSource: FindSource = async () => undefined,
): Promise<readonly DeploymentEvent[]> {
  const { screen } = options
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
  const progressOf = deploymentProgress(DOING[action])
  screen.show(DOING[action])
  for await (const event of followDeployment(origin, asked, options.signal)) {
    events.push(event)
    for (const line of linesOf(event)) screen.tell(line)
    if (event.event === 'failed') throw await failureOf(event, findSource)
    const { work, detail } = progressOf(event)
    screen.show(work, detail)
  }
  return events
}

function textOptions({
  screen,
  verbose = false,
  changesOnly = false,
  known = new Set(),
}: AssemblyOptions): TextOptions {
  return { colored: screen.isColored, now, verbose, changesOnly, known }
}

async function failureOf(
  { hint, logicalId, message, source, stack }: DeploymentFailedEvent,
  findSource: FindSource,
): Promise<CommandFailure> {
  if (stack === undefined) return new CommandFailure(message, hint)
  const place = source ?? (logicalId === undefined ? undefined : await findSource(stack, logicalId))
  const at = place === undefined ? '' : `\n    at ${relative('', place)}`
  return new CommandFailure(`${stack} failed: ${message}${at}`, hint)
}
