import type { JsonObject, JsonValue } from '../../../kernel/json.ts'

/** A template whose shape has been checked. Nothing in it is resolved. */
export interface Template {
  readonly version?: string
  readonly description?: string
  /** By name. With any, its resources are not yet what they are to be. */
  readonly transforms: readonly string[]
  readonly metadata?: JsonValue
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>
  readonly rules: Readonly<Record<string, RuleDeclaration>>
  readonly mappings: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>
  readonly conditions: JsonObject
  readonly resources: Readonly<Record<string, ResourceDeclaration>>
  readonly outputs: Readonly<Record<string, OutputDeclaration>>
}

export interface ParameterDeclaration {
  readonly type: string
  readonly description?: string
  readonly default?: string
  readonly allowedValues?: readonly string[]
  readonly allowedPattern?: string
  readonly constraintDescription?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minValue?: number
  readonly maxValue?: number
  readonly noEcho: boolean
}

export interface RuleDeclaration {
  readonly condition?: JsonValue
  readonly assertions: readonly { readonly assert: JsonValue; readonly description?: string }[]
}

export type ResourcePolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot'

export interface ResourceDeclaration {
  readonly type: string
  readonly properties: JsonObject
  readonly dependsOn: readonly string[]
  readonly condition?: string
  readonly metadata?: JsonValue
  readonly deletionPolicy: ResourcePolicy
  readonly updateReplacePolicy: ResourcePolicy
  /** Attributes such as `CreationPolicy` that change how a resource is made. */
  readonly unbuilt: readonly string[]
}

/** What of a resource may hold functions: its properties, and its metadata where it has any. */
export function functionsOf({ properties, metadata }: ResourceDeclaration): JsonValue[] {
  return metadata === undefined ? [properties] : [properties, metadata]
}

export interface OutputDeclaration {
  readonly value: JsonValue
  readonly description?: string
  readonly condition?: string
  readonly exportName?: JsonValue
}
