import { arnOf, parseArn } from '../../kernel/arn.ts'
import type { Place } from '../../kernel/place.ts'
import { accessDenied, invalidParameter, notFound } from './errors.ts'

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
  if (name.length > LONGEST_NAME) {
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${LONGEST_NAME}`,
    )
  }
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
