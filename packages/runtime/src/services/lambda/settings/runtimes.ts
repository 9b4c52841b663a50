import { invalidParameter, validationError } from '../errors.ts'

/**
 * Runtimes of the newest published model, with those that AWS lets nobody create any more: here they never end. Which
 * of them run is the question of the machine, at the first call. In the order in which AWS lists them: recorded in
 * January 2026 for those there were, which is that of a Java set; the newer stand where such a set would put them.
 */
const RUNTIMES: ReadonlySet<string> = new Set([
  ...['nodejs20.x', 'python3.14', 'provided.al2023', 'python3.15', 'python3.12', 'python3.13', 'nodejs24.x'],
  ...['nodejs22.x', 'nodejs26.x', 'java25', 'python3.10', 'python3.11', 'java21', 'ruby3.3', 'ruby3.4', 'ruby4.0'],
  ...['ruby3.2', 'python3.8', 'python3.9', 'java17.al2023', 'java17', 'nodejs16.x', 'dotnet10', 'dotnet8'],
  ...['java8.al2023', 'java11', 'dotnet6', 'nodejs18.x', 'provided.al2', 'java8.al2', 'java11.al2023'],
])

/**
 * AWS creates no function with these any more, and still updates those that it has (documented: the runtime dates that
 * the CDK validates against, 2.275.0). A stack of such a function can be changed there, so it can be made here.
 */
const ONLY_UPDATED: ReadonlySet<string> = new Set(['nodejs14.x', 'python3.7', 'java8', 'ruby2.7', 'go1.x', 'provided'])

/** AWS neither creates nor updates functions with these, which have a refusal of their own (recorded). */
const RETIRED: ReadonlySet<string> = new Set([
  ...['nodejs', 'nodejs4.3', 'nodejs4.3-edge', 'nodejs6.10', 'nodejs8.10', 'nodejs10.x', 'nodejs12.x'],
  ...['python2.7', 'python3.6', 'ruby2.5'],
  ...['dotnetcore1.0', 'dotnetcore2.0', 'dotnetcore2.1', 'dotnetcore3.1'],
])

const EVER: ReadonlySet<string> = new Set([...RUNTIMES, ...ONLY_UPDATED, ...RETIRED])

/** Both texts recorded. */
export function checkRuntime(runtime: string | undefined): void {
  if (runtime === undefined || RUNTIMES.has(runtime) || ONLY_UPDATED.has(runtime)) return
  if (RETIRED.has(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
        'We recommend you use a supported runtime while creating or updating functions.',
    )
  }
  throw invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: ${oneOf(RUNTIMES)} or be a valid ARN`,
  )
}

/** What a layer says it is made for: also for runtimes that are long gone, though the refusal does not list them (recorded). */
export function checkLayerRuntimes(runtimes: readonly string[]): void {
  if (runtimes.every((runtime) => EVER.has(runtime))) return
  throw validationError(`[${runtimes.join(', ')}]`, 'compatibleRuntimes', oneOf(RUNTIMES))
}

/** Recorded: layers may be asked for by runtimes that are long gone. What AWS has of its own besides is left out. */
export function checkLayerFilter(runtime: string | undefined): void {
  if (runtime === undefined || EVER.has(runtime)) return
  throw validationError(runtime, 'compatibleRuntime', oneOf(EVER))
}

function oneOf(set: ReadonlySet<string>): string {
  return `Member must satisfy enum value set: [${[...set].join(', ')}]`
}
