import { type AwsTarget, readAwsUri } from '../../../functions/aws-uri.ts'
import { withStageVariables } from '../../../stage-variables.ts'
import type { IntegrationDefinition } from '../../definition.ts'
import { misconfigured } from '../../gateway-error.ts'
import type { Ports } from '../../runtime.ts'
import type { IntegratedMethod, Integration, Invoke } from '../integration.ts'
import { compileCustomFunction } from './custom-function.ts'
import { compileProxiedFunction } from './proxied-function.ts'
import { checkAws } from './rules.ts'
import { compileServiceCall } from './service.ts'

/** Calls a service of AWS, a function among them, with what templates have made of the request. */
export const aws: Integration = {
  type: 'AWS',
  bodies: 'mapped',
  takesParameters: true,
  check: checkAws,
  compile(method, { functions, http, forwards }) {
    const target = targetOf(method)
    const refused = refusedMapping(method.definition)
    if (refused !== undefined) return () => failed(`the header ${refused} cannot be mapped`)
    if (target.kind === 'function') return compileCustomFunction(target, method, functions)
    return compileServiceCall(target, method, http, forwards)
  },
}

/** Hands a function the whole request, and answers with what it says. */
export const awsProxy: Integration = {
  type: 'AWS_PROXY',
  bodies: 'told',
  // Mapped parameters have no effect (recorded), but some end the call.
  takesParameters: false,
  check: checkAws,
  compile(method, { functions }: Ports): Invoke {
    const target = targetOf(method)
    const refused = refusedMapping(method.definition)
    if (refused !== undefined) return () => failed(`the header ${refused} cannot be mapped`)
    if (target.kind !== 'function') throw misconfigured('a proxy integration that does not call a function')
    return compileProxiedFunction(target, method, functions)
  },
}

function targetOf({ definition, variables }: IntegratedMethod): AwsTarget {
  const target = readAwsUri(withStageVariables(definition.uri ?? '', variables))
  if (!target) throw misconfigured(`${definition.uri} is no URI of a service`)
  return target
}

function failed(reason: string): never {
  throw misconfigured(reason)
}

/** Headers that no mapping may set (recorded: each of them ends the call). */
const NOT_MAPPABLE: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'content-length',
  'expect',
  'proxy-authenticate',
  'te',
  'transfer-encoding',
])

function refusedMapping({ requestParameters }: IntegrationDefinition): string | undefined {
  return Object.keys(requestParameters ?? {})
    .map((target) => /^integration\.request\.header\.(.+)$/.exec(target)?.[1])
    .find((name) => name !== undefined && NOT_MAPPABLE.has(name.toLowerCase()))
}
