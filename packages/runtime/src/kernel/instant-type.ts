import type { ResourceProperties } from '../generated/resource-properties.ts'
import type { ExistingResource, Fidelity, InstantType, ResourceInstance, ResourceRequest } from './resource-type.ts'

/** `Name`, or a path below one. */
type PathIn<P> = (keyof P & string) | `${keyof P & string}.${string}`

/** A resource as it was deployed, with the properties that its type publishes. */
export interface Deployed<P> extends Omit<ExistingResource, 'properties'> {
  readonly properties: P
}

/** An {@link InstantType} whose properties have the types that AWS publishes. */
interface TypedInstantType<T extends keyof ResourceProperties, P = ResourceProperties[T]>
  extends Omit<InstantType, 'properties' | 'create' | 'update' | 'remove'> {
  readonly type: T
  readonly properties: { readonly [path in PathIn<P>]?: Fidelity }
  readonly replaceOn?: readonly PathIn<P>[]
  readonly nameProperty?: keyof P & string
  create(properties: P, request: ResourceRequest): Promise<ResourceInstance>
  update(properties: P, previous: Deployed<P>, request: ResourceRequest): Promise<ResourceInstance>
  remove(previous: Deployed<P>, request: ResourceRequest): Promise<void>
}

/**
 * Declares a type by AWS's name for it. What `create` and `update` are given was held against the same published schema
 * before, and conformed to it (`services/cloudformation/plan/conform.ts`): that is why the cast is true.
 */
export function instantType<T extends keyof ResourceProperties>(type: TypedInstantType<T>): InstantType {
  return type as unknown as InstantType
}
