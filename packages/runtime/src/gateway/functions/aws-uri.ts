import { parseArn } from '../../kernel/arn.ts'

/** What an integration of type `AWS` or `AWS_PROXY` calls. */
export type AwsTarget = FunctionTarget | ServiceTarget

export interface FunctionTarget {
  readonly kind: 'function'
  readonly region: string
  /** With the qualifier that the URI names, if any. */
  readonly functionArn: string
  /** Asked for by the path: the answer may come part by part. */
  readonly streams: boolean
}

export interface ServiceTarget {
  readonly kind: 'path' | 'action'
  readonly region: string
  /** The first label of AWS's host names, e.g. `ssm`. */
  readonly service: string
  readonly subdomain: string | undefined
  /** Behind `path/` or `action/`. */
  readonly rest: string
}

/** Spaces before the date are taken (recorded of an authorizer: apigateway_with_custom_authorization_method). */
const FUNCTION = /^\s*[\d-]+\/functions\/(.+)\/(response-streaming-)?invocations$/

/** Reads `arn:aws:apigateway:{region}:[{subdomain}.]{service}:path|action/…` (documented: API_Integration). */
export function readAwsUri(uri: string): AwsTarget | undefined {
  const arn = parseArn(uri)
  const [, kind, rest] = /^(path|action)\/([\s\S]*)$/.exec(arn?.resource ?? '') ?? []
  if (arn?.service !== 'apigateway' || rest === undefined) return undefined
  const { region, account } = arn
  const called = account === 'lambda' && kind === 'path' ? FUNCTION.exec(rest) : undefined
  if (called?.[1]) return { kind: 'function', region, functionArn: called[1], streams: called[2] !== undefined }
  const dot = account.lastIndexOf('.')
  return {
    kind: kind as ServiceTarget['kind'],
    region,
    service: account.slice(dot + 1),
    subdomain: dot < 0 ? undefined : account.slice(0, dot),
    rest,
  }
}
