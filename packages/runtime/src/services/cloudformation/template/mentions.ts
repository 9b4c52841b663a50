import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { partsOfIf } from './intrinsics/if.ts'
import { callOf } from './resolve.ts'
import type { Intrinsic } from './scope.ts'

/** What of a template a value depends on. */
export interface MentionedNames {
  /** Targets of `Ref` and `${Name}`: parameters, pseudo parameters and resources. */
  readonly references: ReadonlySet<string>
  /** Targets of `Fn::GetAtt` and `${Name.Attribute}`: attribute names by logical id. */
  readonly attributes: ReadonlyMap<string, ReadonlySet<string>>
  /** Arguments of `Fn::ImportValue`. */
  readonly imports: readonly JsonValue[]
}

export interface MentionOptions {
  readonly functions: ReadonlyMap<string, Intrinsic>
  /** When known, only the branches of `Fn::If` that apply are searched. */
  readonly conditions?: Readonly<Record<string, boolean>>
}

export function mentionedIn(value: JsonValue, { functions, conditions }: MentionOptions): MentionedNames {
  const references = new Set<string>()
  const attributes = new Map<string, Set<string>>()
  const imports: JsonValue[] = []
  const mentions = {
    importValue: (argument: JsonValue) => imports.push(argument),
    reference: (name: string) => references.add(name),
    attribute: (logicalId: string, name: string) => {
      const names = attributes.get(logicalId) ?? new Set()
      attributes.set(logicalId, names.add(name))
    },
  }
  const search = (inner: JsonValue): void => {
    if (typeof inner !== 'object' || inner === null) return
    const call = callOf(inner, functions)
    if (!call) {
      for (const part of Object.values(inner)) search(part as JsonValue)
      return
    }
    call.intrinsic.mention?.(call.argument, mentions)
    if (call.intrinsic.name === 'Fn::If' && conditions) {
      const [condition, whenTrue, whenFalse] = partsOfIf(call.argument)
      search(conditions[condition] ? whenTrue : whenFalse)
    } else {
      search(call.argument)
    }
  }
  search(value)
  return { references, attributes, imports }
}

/** Every function call in a value, outermost first. */
export function* callsIn(
  value: JsonValue,
  functions: ReadonlyMap<string, Intrinsic>,
): Generator<{
  readonly name: string
  readonly argument: JsonValue
}> {
  if (typeof value !== 'object' || value === null) return
  const call = callOf(value, functions)
  if (call) yield { name: call.intrinsic.name, argument: call.argument }
  const parts = isJsonObject(value) ? Object.values(value as JsonObject) : value
  for (const part of parts) yield* callsIn(part as JsonValue, functions)
}
