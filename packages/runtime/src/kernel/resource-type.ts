import type { JsonObject, JsonValue } from './json.ts'
import type { Call } from './operation.ts'
import type { Place } from './place.ts'
import type { Reader } from './transaction.ts'

/**
 * A CloudFormation resource type: how to create, update and delete one thing by calling operations. What its
 * properties, attributes and replacement rules are comes from the published resource specification
 * (`models/resource-types.json`); a type says here only what that data cannot know.
 */
export interface ResourceType {
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
  /** False: stack tags are not handed to `create` as `Tags`. Default: they are, where the specification has tags. */
  readonly stackTags?: boolean

  /** Waits for what `create` would otherwise wait for inside the step's transaction, for example key pairs. */
  prepareCreate?(): Promise<void>
  create(properties: JsonObject, request: ResourceRequest): Promise<ResourceInstance>
  /** `properties` is the whole new set, `previous` what was there. Called only for changes that do not replace. */
  update(properties: JsonObject, previous: ExistingResource, request: ResourceRequest): Promise<ResourceInstance>
  /** Already gone counts as done. */
  remove(previous: ExistingResource, request: ResourceRequest): Promise<void>
}

/** `emulated`: does what it says. `recorded`: stored and returned, has no effect here, and the docs list it so. */
export type Fidelity = 'emulated' | 'recorded'

export interface ResourceInstance {
  /** What `Ref` gives, unless `ref` says otherwise. */
  readonly physicalId: string
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, JsonValue>>
}

export interface ExistingResource extends ResourceInstance {
  readonly properties: JsonObject
}

export interface ResourceRequest {
  readonly place: Place
  readonly logicalId: string
  readonly stack: StackIdentity
  /** Calls an operation; its writes are committed together with the stack's record of this step. */
  readonly call: Call
  /** Reads within the same transaction. */
  readonly reader: Reader
  /** `{stack}-{logicalId}-{suffix}`, shortened to `maxLength`: CloudFormation's names for what has none. */
  generateName(options: { maxLength: number; lowerCase?: boolean }): string
}

export interface StackIdentity {
  readonly stackId: string
  readonly stackName: string
  /** Tags given to the stack plus `aws:cloudformation:*`. */
  readonly tags: Readonly<Record<string, string>>
}
