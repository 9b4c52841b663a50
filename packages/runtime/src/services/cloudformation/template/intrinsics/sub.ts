import { isJsonObject, type JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic, Resolve, Resolved, Scope } from '../scope.ts'
import { UNKNOWN_NAME } from '../scope.ts'
import { toText } from '../text.ts'

const MARKER = /\$\{([^{}]*)\}/g

interface SubArgument {
  readonly text: string
  readonly variables: Readonly<Record<string, JsonValue>>
}

function read(argument: JsonValue): SubArgument {
  if (typeof argument === 'string') return { text: argument, variables: {} }
  if (Array.isArray(argument) && argument.length === 2) {
    const [text, variables] = argument as [JsonValue, JsonValue]
    if (typeof text === 'string' && isJsonObject(variables)) return { text, variables }
  }
  throw templateError(
    'One or more Fn::Sub intrinsic functions do not specify expected arguments. Specify a string as first argument, ' +
      'and an optional second argument to specify a mapping of values to replace in the string',
  )
}

/** The names between `${` and `}`; `${!x}` is a literal `${x}`. */
function namesIn(text: string): string[] {
  return [...text.matchAll(MARKER)].map((match) => (match[1] as string).trim()).filter((name) => !name.startsWith('!'))
}

async function contentOf(name: string, scope: Scope, variables: SubArgument['variables'], resolve: Resolve) {
  if (Object.hasOwn(variables, name)) return resolve(variables[name] as JsonValue)
  const dot = name.indexOf('.')
  if (dot > 0) return scope.attribute(name.slice(0, dot), name.slice(dot + 1))
  const value: Resolved | typeof UNKNOWN_NAME = scope.parameter(name)
  return value === UNKNOWN_NAME ? scope.reference(name) : value
}

export const sub: Intrinsic = {
  name: 'Fn::Sub',
  check(argument) {
    for (const name of namesIn(read(argument).text)) {
      if (!/^[A-Za-z0-9_.:]+$/.test(name)) {
        throw templateError(
          `variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons`,
        )
      }
    }
  },
  mention(argument, mentions) {
    const { text, variables } = read(argument)
    for (const name of namesIn(text)) {
      if (Object.hasOwn(variables, name)) continue
      const dot = name.indexOf('.')
      if (dot > 0) mentions.attribute(name.slice(0, dot), name.slice(dot + 1))
      else mentions.reference(name)
    }
  },
  async resolve(argument, scope, resolve) {
    const { text, variables } = read(argument)
    const values = new Map<string, string>()
    let length = text.length
    for (const name of namesIn(text)) {
      const known = values.get(name)
      if (known !== undefined) {
        length += known.length
        continue
      }
      const value = await contentOf(name, scope, variables, resolve)
      if (isKnownAfterApply(value)) return KNOWN_AFTER_APPLY
      const replacement = toText(value)
      if (replacement === undefined) {
        throw templateError(`variable ${name} in Fn::Sub expression does not resolve to a string`)
      }
      values.set(name, replacement)
      length += replacement.length
    }
    scope.budget.requireRoomFor(length)
    return text.replace(MARKER, (marker, inner: string) => {
      const name = inner.trim()
      return name.startsWith('!') ? `\${${name.slice(1)}}` : (values.get(name) ?? marker)
    })
  },
}
