import { isAwsError, type Refusal } from '../../../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type {
  ExistingResource,
  Fidelity,
  Outcome,
  ResourceInstance,
  ResourceWait,
  WaitingType,
} from '../../../kernel/resource-type.ts'
import type { Sleep } from '../../../kernel/sleep.ts'
import { nameLimitOf } from '../recorded/name-limits.ts'
import { type OtherEmulators, RefusedElsewhere, type ServiceClient, serviceClient } from './client.ts'

/** A type of a service that another emulator answers for. */
export interface ForwardedType {
  readonly type: string
  /** As it is forwarded. */
  readonly service: string
  readonly properties: Readonly<Record<string, Fidelity>>
  readonly replaceOn: readonly string[]
  readonly nameProperty?: string
  /** Beside properties that nobody looks at. */
  refusals?(properties: JsonObject): readonly Refusal[]
  /** `name`: one of CloudFormation's making, for what has none of its own. May be asked twice for the same thing. */
  create(properties: JsonObject, name: string, work: Work): Promise<ResourceInstance>
  update(properties: JsonObject, previous: Previous, work: Work): Promise<ResourceInstance>
  /** Already gone counts as done. */
  remove(previous: Previous, work: Work): Promise<void>
}

export type Previous = Pick<ExistingResource, 'physicalId' | 'attributes' | 'properties'>

/** What an act works with. */
export interface Work {
  readonly client: ServiceClient
  readonly region: string
  /** Asks again and again, with pauses, until the answer is not undefined. */
  until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T>
}

export interface ForwardedTypeDeps {
  readonly others: OtherEmulators
  readonly sleep: Sleep
}

type Ticket =
  | { readonly kind: 'create'; readonly properties: JsonObject; readonly name: string }
  | { readonly kind: 'update'; readonly properties: JsonObject; readonly previous: Previous }
  | { readonly kind: 'remove'; readonly previous: Previous }

const PAUSE_MS = 200
/** Emulators make a table at once; one that takes longer does not come to an end. */
const MOST_PAUSES = 300

/**
 * Its acts are calls of the other emulator, outside of any transaction. After `kill -9` in between they are made again.
 */
export function forwardedType(forwarded: ForwardedType, deps: ForwardedTypeDeps): WaitingType {
  const { type, service, properties, replaceOn, nameProperty } = forwarded
  return {
    type,
    properties,
    replaceOn,
    ...(nameProperty !== undefined && { nameProperty }),
    refusals: (given) => [...unknownIn(given, forwarded), ...(forwarded.refusals?.(given) ?? [])],

    async begin(act, { generateName }) {
      if (act.kind === 'create') {
        const { properties } = act
        return { ticket: { kind: 'create', properties, name: generateName(nameLimitOf(type)) } satisfies Ticket }
      }
      const { physicalId, attributes, properties: old } = act.previous
      const previous = { physicalId, attributes, properties: old }
      const ticket: Ticket =
        act.kind === 'update' ? { kind: 'update', properties: act.properties, previous } : { kind: 'remove', previous }
      return { ticket: ticket as unknown as JsonObject }
    },

    async outcome(ticket, wait): Promise<Outcome> {
      const work = workOf(wait)
      try {
        return { result: (await carryOut(ticket as unknown as Ticket, work)) as unknown as JsonValue }
      } catch (error) {
        if (error instanceof RefusedElsewhere || isAwsError(error)) return { failure: error.message }
        throw error
      }
    },

    async end(_ticket, result) {
      return result as unknown as ResourceInstance
    },
  }

  async function carryOut(ticket: Ticket, work: Work): Promise<ResourceInstance> {
    if (ticket.kind === 'create') return forwarded.create(ticket.properties, ticket.name, work)
    if (ticket.kind === 'update') return forwarded.update(ticket.properties, ticket.previous, work)
    // Of a creation that came to no end there may be nothing.
    if (ticket.previous.physicalId !== '') await forwarded.remove(ticket.previous, work)
    return { physicalId: ticket.previous.physicalId, attributes: {} }
  }

  function workOf({ place, signal }: ResourceWait): Work {
    return {
      client: serviceClient(service, deps.others, place, signal),
      region: place.region,
      async until(what, ask) {
        for (let i = 0; i < MOST_PAUSES; i++) {
          signal.throwIfAborted()
          const answer = await ask()
          if (answer !== undefined) return answer
          await deps.sleep(PAUSE_MS, signal)
        }
        throw new RefusedElsewhere(service, 0, 'NotStabilized', `${what} has not come to an end`)
      },
    }
  }
}

/** What AWS publishes of such a type is not held against it here: a property that nobody looks at is refused by name. */
function unknownIn(given: JsonObject, { type, properties }: ForwardedType): readonly Refusal[] {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(properties, name))
  return unknown.map((name) => ({ feature: `${type}: ${name}`, recordable: undefined }))
}
