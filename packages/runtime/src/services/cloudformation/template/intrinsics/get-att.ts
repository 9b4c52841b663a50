import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import type { Intrinsic } from '../scope.ts'

/** `[resource, attribute]`; a text such as `Pool.Arn` splits at the first dot, so an attribute may have dots itself. */
export function partsOfGetAtt(argument: JsonValue): readonly [string, JsonValue] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.')
    if (dot > 0 && dot < argument.length - 1) return [argument.slice(0, dot), argument.slice(dot + 1)]
  } else if (Array.isArray(argument)) {
    const [resource, ...rest] = argument
    // In YAML `!GetAtt [A, Outputs, B]` and `Fn::GetAtt: [A, Outputs.B]` mean the same.
    const attribute = rest.length > 1 && rest.every((part) => typeof part === 'string') ? rest.join('.') : rest[0]
    if (typeof resource === 'string' && resource && attribute !== undefined && attribute !== '') {
      return [resource, attribute]
    }
  }
  throw templateError(
    'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  )
}

export const getAtt: Intrinsic = {
  name: 'Fn::GetAtt',
  check(argument) {
    partsOfGetAtt(argument)
  },
  mention(argument, mentions) {
    const [resource, attribute] = partsOfGetAtt(argument)
    mentions.attribute(resource, typeof attribute === 'string' ? attribute : '')
  },
  async resolve(argument, scope, resolve) {
    const [resource, attribute] = partsOfGetAtt(argument)
    return scope.attribute(resource, String(await resolve(attribute)))
  },
}
