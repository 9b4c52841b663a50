import type { JsonObject } from '../../kernel/json.ts'
import type { ResourceType } from '../../kernel/resource-type.ts'
import type { Specification, TypeSpecification } from './specification.ts'

/** What is known of a type: how to handle it, and what AWS's specification says of it. */
export interface KnownType {
  readonly handler: ResourceType
  /** Undefined for types that are recorded without a description. */
  readonly specification: TypeSpecification | undefined
  /** Stored without effect, because the user asked for it. */
  readonly recorded: boolean
}

export interface TypeRegistry {
  readonly specification: Specification
  /** Undefined: AWS has the type, and it is not emulated. */
  find(type: string): KnownType | undefined
}

/** Joins the handlers of all services with the specification; `record` names types to store without effect. */
export function createTypeRegistry(
  handlers: readonly ResourceType[],
  specification: Specification,
  record: readonly string[],
): TypeRegistry {
  const byType = new Map(handlers.map((handler) => [handler.type, handler]))
  const known = new Map<string, KnownType>()
  const recordsAny = record.includes('*')
  return {
    specification,
    find(type) {
      const before = known.get(type)
      if (before) return before
      const emulated = byType.get(type)
      if (!emulated && !recordsAny && !record.includes(type)) return undefined
      const described = specification.find(type)
      const found: KnownType = {
        handler: emulated ?? recordedType(type, described),
        specification: described,
        recorded: !emulated,
      }
      known.set(type, found)
      return found
    },
  }
}

/** A type that does nothing: it has an id and gives its attributes made-up values, so that others can refer to it. */
function recordedType(type: string, specification: TypeSpecification | undefined): ResourceType {
  const names = Object.keys(specification?.properties ?? {})
  const instance = (physicalId: string, properties: JsonObject) => {
    const made = (specification?.attributes ?? []).map((name) => [name, properties[name] ?? `${physicalId}-${name}`])
    return { physicalId, attributes: Object.fromEntries(made) }
  }
  return {
    type,
    properties: Object.fromEntries(names.map((name) => [name, 'recorded' as const])),
    create: async (properties, request) => instance(request.generateName({ maxLength: 128 }), properties),
    update: async (properties, previous) => instance(previous.physicalId, properties),
    remove: async () => {},
  }
}
