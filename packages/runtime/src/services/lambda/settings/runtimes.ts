import { invalidParameter } from '../errors.ts'

/**
 * Runtimes of the newest published model, with those that AWS lets nobody create any more: here they never end. Which
 * of them run is the question of the machine, at the first call.
 */
const RUNTIMES: ReadonlySet<string> = new Set([
  ...['nodejs16.x', 'nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x', 'nodejs26.x'],
  ...['python3.8', 'python3.9', 'python3.10', 'python3.11', 'python3.12', 'python3.13', 'python3.14', 'python3.15'],
  ...['java8.al2', 'java11', 'java17', 'java21', 'java25', 'java8.al2023', 'java11.al2023', 'java17.al2023'],
  ...['ruby3.2', 'ruby3.3', 'ruby3.4', 'ruby4.0'],
  ...['dotnet6', 'dotnet8', 'dotnet10'],
  ...['provided.al2', 'provided.al2023'],
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

/** Both texts recorded; the order of the set is inferred. */
export function checkRuntime(runtime: string | undefined): void {
  if (runtime === undefined || RUNTIMES.has(runtime) || ONLY_UPDATED.has(runtime)) return
  if (RETIRED.has(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
        'We recommend you use a supported runtime while creating or updating functions.',
    )
  }
  throw invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: ` +
      `[${[...RUNTIMES].join(', ')}] or be a valid ARN`,
  )
}
