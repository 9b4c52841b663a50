import type { Refusal } from './errors.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { Call, CallContext } from './operation.ts'
import type { Place } from './place.ts'
import type { Reader } from './transaction.ts'

/**
 * A CloudFormation resource type: how to create, update and delete one thing by calling operations. What its
 * properties, attributes and replacement rules are comes from the published resource specification
 * (`models/resource-types.json`); a type says here only what that data cannot know.
 */
export type ResourceType = InstantType | WaitingType

/** What all types have. */
export interface TypeTraits {
  /** For example `AWS::Cognito::UserPoolClient`. */
  readonly type: string
  /**
   * What happens to each property that AWS knows (`Name` or a path such as `Policies.PasswordPolicy`; a parent speaks
   * for its children). A property of the specification that is not here is refused by name.
   */
  readonly properties: Readonly<Record<string, Fidelity>>
  /** Changes of these replace the resource, where the specification does not say so itself. */
  readonly replaceOn?: readonly string[]
  /** The property that gives the resource a name of its own; such a resource cannot be replaced under that name. */
  readonly nameProperty?: string
  /** False: stack tags are not handed over as `Tags`. Default: they are, where the specification has tags. */
  readonly stackTags?: boolean
  /**
   * Others may need it by a name that is only text to CloudFormation, as a client's scopes name a resource server: of
   * the resources that are free to be made, it gets its turn before them.
   */
  readonly neededByName?: true
  /**
   * What the literals among the properties ask for and Sallyport does not do, whatever the user lets be recorded. The
   * properties are those of the template: functions stand as they are written, and what they give is judged when the
   * resource is made.
   */
  refusals?(properties: JsonObject): readonly Refusal[]
}

/** A type whose work is done when its operations have answered: one act is one transaction. */
export interface InstantType extends TypeTraits {
  /**
   * Waits, outside any transaction, for what `create` would otherwise wait for inside one, for example key pairs.
   * Awaited immediately before each step that creates.
   */
  prepare?(signal: AbortSignal): Promise<void>
  create(properties: JsonObject, request: ResourceRequest): Promise<ResourceInstance>
  /** `properties` is the whole new set, `previous` what was there. Called only for changes that do not replace. */
  update(properties: JsonObject, previous: ExistingResource, request: ResourceRequest): Promise<ResourceInstance>
  /** Already gone counts as done. */
  remove(previous: ExistingResource, request: ResourceRequest): Promise<void>
}

/**
 * A type that has to wait: for a function, a person, another stack. An act of it is two transactions with the wait
 * between them. After `kill -9` the wait is taken up again with the ticket that the first one has kept.
 */
export interface WaitingType extends TypeTraits {
  /** In the transaction that records the intent. What must happen outside the store belongs into `outcome`. */
  begin(act: Act, request: ResourceRequest): Promise<Begun>
  /**
   * Waits, outside any transaction. It may be asked again for the same ticket, by the same process or the next one, so
   * that what it sets off has to bear being set off twice. When the signal is aborted nobody listens any more.
   */
  outcome(ticket: JsonValue, wait: ResourceWait): Promise<Outcome>
  /** In the transaction that records the end. What it gives for a removal does not matter. */
  end(ticket: JsonValue, result: JsonValue, request: ResourceRequest): Promise<ResourceInstance>
}

export function isWaitingType(type: ResourceType): type is WaitingType {
  return 'begin' in type
}

/** A type whose verbs can be called at once. */
export function requireInstantType(type: ResourceType): InstantType {
  if (isWaitingType(type)) throw new Error(`${type.type} waits`)
  return type
}

/** What a waiting type is asked to do. `token` names this one act; it stays the same however often it is taken up. */
export type Act =
  | { readonly kind: 'create'; readonly token: string; readonly properties: JsonObject }
  | {
      readonly kind: 'update'
      readonly token: string
      readonly properties: JsonObject
      readonly previous: ExistingResource
    }
  /** `previous.physicalId` is empty where a creation was begun that never said what it makes. */
  | { readonly kind: 'remove'; readonly token: string; readonly previous: ExistingResource }

export interface Begun {
  /** All that `outcome` and `end` need to know. Stored sealed. */
  readonly ticket: JsonValue
  /** Of what is being created, where it is known already: a rollback can then remove what has been begun. */
  readonly physicalId?: string
}

export type Outcome =
  | { readonly result: JsonValue }
  /** `failure` is the reason that the event gives, word for word. */
  | { readonly failure: string; readonly physicalId?: string }

/**
 * `emulated`: does what it says. `recorded`: stored and returned, has no effect here, and the docs list it so.
 * `recordable`: refused, unless the user has it recorded by its name.
 */
export type Fidelity = 'emulated' | 'recorded' | 'recordable'

export interface ResourceInstance {
  /** What `Ref` gives, unless `ref` says otherwise. */
  readonly physicalId: string
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, JsonValue>>
  /** The attributes are secrets: wherever a function puts them, they are not shown. */
  readonly noEcho?: true
  /** Where attributes come from that somebody else decides on: named where one is asked for that is not there. */
  readonly attributesFrom?: string
}

export interface ExistingResource extends ResourceInstance {
  readonly properties: JsonObject
  /** Of an act that was begun and came to no end: then it is not certain what there is. */
  readonly ticket?: JsonValue
}

/** The resource that something is done to. */
export interface ResourceIdentity {
  readonly place: Place
  readonly logicalId: string
  readonly stack: StackIdentity
}

/**
 * A call's context, of whoever began the stack operation: what operations called with it write is committed together
 * with the stack's record of this step.
 */
export interface ResourceRequest extends ResourceIdentity, CallContext {
  /** `{stack}-{logicalId}-{suffix}`, shortened to `maxLength`: CloudFormation's names for what has none. */
  generateName(options: { maxLength: number; lowerCase?: boolean }): string
}

/** What a wait may use: each call is a request of its own. */
export interface ResourceWait extends ResourceIdentity {
  readonly call: Call
  readonly reader: Reader
  /** Aborted when the wait is over: the process stops, or the operation does. */
  readonly signal: AbortSignal
}

export interface StackIdentity {
  readonly stackId: string
  readonly stackName: string
  /** Tags given to the stack plus `aws:cloudformation:*`. */
  readonly tags: Readonly<Record<string, string>>
}
