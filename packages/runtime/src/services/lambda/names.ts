import { arnOf, parseArn } from '../../kernel/arn.ts'
import type { AwsError } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'
import { accessDenied, aliasNotFound, functionNotFound, invalidParameter, notFound } from './errors.ts'

/** A function as requests name it. */
export interface FunctionReference {
  readonly name: string
  /** A version, an alias, `$LATEST`; undefined: the function itself. */
  readonly qualifier: string | undefined
}

export const LATEST = '$LATEST'

/** `NAME`, `ACCOUNT:function:NAME` or an ARN, each with or without a qualifier. */
const REFERENCE =
  /^(?:(?:arn:[^:]+:lambda:)?(?:([a-z-]+-\d):)?(?:(\d{12}):)?)?(?:function:)?([a-zA-Z0-9-_.]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/

const LONGEST_NAME = 64

/** Throws what AWS answers to names of other places, and to two qualifiers that differ (recorded). */
export function functionReference(given: string, qualifier: string | undefined, place: Place): FunctionReference {
  const [, region, account, name = '', inName] = REFERENCE.exec(given) ?? []
  if (region !== undefined && region !== place.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${place.region}')`)
  }
  // That identities of other accounts need a policy is documented; here none has one.
  if (account !== undefined && account !== place.account) {
    throw accessDenied(`No resource-based policy of account ${account} lets account ${place.account} do this.`)
  }
  if (inName !== undefined && qualifier !== undefined && inName !== qualifier) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.')
  }
  return { name, qualifier: inName ?? qualifier }
}

/** Recorded: only a function that is created is told so; elsewhere there is none of this name. */
export function checkNewName(name: string): void {
  if (name.length <= LONGEST_NAME) return
  throw invalidParameter(
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${LONGEST_NAME}`,
  )
}

export function functionArn(place: Place, name: string, qualifier?: string): string {
  return arnOf('lambda', place, qualifier === undefined ? `function:${name}` : `function:${name}:${qualifier}`)
}

/** Undefined: no ARN of a function. */
export function parseFunctionArn(arn: string): (FunctionReference & { readonly place: Place }) | undefined {
  const parsed = parseArn(arn)
  const [kind, name, qualifier] = parsed?.resource.split(':') ?? []
  if (parsed?.service !== 'lambda' || kind !== 'function' || !name) return undefined
  return { place: { account: parsed.account, region: parsed.region }, name, qualifier }
}

export function layerArn(place: Place, name: string, version?: number): string {
  return arnOf('lambda', place, version === undefined ? `layer:${name}` : `layer:${name}:${version}`)
}

export function isVersion(qualifier: string): boolean {
  return /^\d+$/.test(qualifier)
}

/** How names of aliases are made, in the model's pattern. */
export function isAliasName(qualifier: string): boolean {
  return !isVersion(qualifier) && /^[a-zA-Z0-9-_]+$/.test(qualifier)
}

/** Recorded for what a change names: what reads as an alias is missed as one, even where its function is missing. */
export function targetNotFound(place: Place, { name, qualifier }: FunctionReference): AwsError {
  const arn = functionArn(place, name, qualifier)
  return qualifier !== undefined && isAliasName(qualifier) ? aliasNotFound(arn) : functionNotFound(arn)
}
