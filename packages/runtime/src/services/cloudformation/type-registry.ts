import { type Recording, recordingOf } from '../../kernel/recording.ts'
import type { ResourceType } from '../../kernel/resource-type.ts'
import { reasonToRecord } from './recorded/neighbours.ts'
import { type FindOutline, readOutline } from './recorded/outline.ts'
import { isCustomResource, recordedType } from './recorded/recorded-type.ts'
import type { Specification, TypeSpecification } from './specification.ts'

/** What is known of a type: how to handle it, and what AWS's specification says of it. */
export interface KnownType {
  readonly handler: ResourceType
  /** Undefined for types that are recorded without a description. */
  readonly specification: TypeSpecification | undefined
  /** Stored without effect, because it has none here or because the user asked for it. */
  readonly recorded: boolean
}

export interface TypeRegistry {
  readonly specification: Specification
  /** Undefined: AWS has the type, and it is not emulated. */
  find(type: string): KnownType | undefined
  /** Whether the user lets this type, or this part of an emulated one, be stored without effect. */
  readonly isAsked: Recording
}

export interface RecordSettings {
  /** Names of types, and of parts of emulated ones, to store without effect; `*`: any. */
  readonly record: readonly string[]
  /** Neighbours are not recorded by default. */
  readonly strict: boolean
}

export interface RegistrySettings extends RecordSettings {
  /** Makes the handler of a type of custom resources; undefined: it is not emulated. */
  readonly customResource?: (type: string) => ResourceType | undefined
}

/** Joins the handlers of all services with the specification, and with what is recorded. */
export function createTypeRegistry(
  handlers: readonly ResourceType[],
  specification: Specification,
  { record, strict, customResource }: RegistrySettings,
  outlineOf: FindOutline = readOutline,
): TypeRegistry {
  const byType = new Map(handlers.map((handler) => [handler.type, handler]))
  const known = new Map<string, KnownType>()
  const isAsked = recordingOf(record)
  const isNeighbour = (type: string) => !strict && reasonToRecord(type) !== undefined
  const isRecorded = (type: string) => isAsked(type) || isNeighbour(type)
  // Whoever names one wants it without its function; what some would do changes nothing here.
  const customHandler = (type: string) => {
    return isCustomResource(type) && !record.includes(type) && !isNeighbour(type) ? customResource?.(type) : undefined
  }
  const recorded = (type: string): KnownType => {
    const described = specification.find(type)
    const outline = isCustomResource(type) ? undefined : outlineOf(type)
    return { handler: recordedType(type, described, outline), specification: described, recorded: true }
  }
  return {
    specification,
    isAsked,
    find(type) {
      const before = known.get(type)
      if (before) return before
      const handler = byType.get(type) ?? customHandler(type)
      if (!handler && !isRecorded(type)) return undefined
      const found = handler ? { handler, specification: specification.find(type), recorded: false } : recorded(type)
      known.set(type, found)
      return found
    },
  }
}
