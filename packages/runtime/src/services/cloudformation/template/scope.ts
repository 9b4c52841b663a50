import type { JsonValue } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import type { ResolutionBudget } from './budget.ts'

/** Undefined is what `AWS::NoValue` leaves: the property or list item that holds it vanishes. */
export type Resolved = JsonValue | undefined

/** Everything a function in a template may ask for. */
export interface Scope {
  readonly place: Place
  /** Every function draws on it: `resolveValue` takes off what it gave, a function asks before it makes much. */
  readonly budget: ResolutionBudget
  /** Functions that mean something here: conditions and rules have some that properties have not. */
  readonly functions: ReadonlyMap<string, Intrinsic>
  /** A parameter's or pseudo parameter's value; `unknown-name` when there is neither. */
  parameter(name: string): Resolved | typeof UNKNOWN_NAME
  mapping(map: string, top: string, second: string): JsonValue | undefined
  condition(name: string): Promise<boolean>
  /** `Ref` of a resource. */
  reference(logicalId: string): JsonValue
  attribute(logicalId: string, name: string): JsonValue
  importValue(name: string): Promise<JsonValue>
  stackOutput(stack: string, output: string, region: string | undefined): Promise<JsonValue>
  /** Names of all parameters of a type, for `Fn::RefAll`. */
  parametersOfType(type: string): readonly string[]
}

export const UNKNOWN_NAME = Symbol('unknown name')

/** One function of the template language. */
export interface Intrinsic {
  /** As the key is written, for example `Fn::Join`. */
  readonly name: string
  /** Refuses what is wrong with the argument before anything is resolved. */
  readonly check?: (argument: JsonValue) => void
  /** Reports the parameters, resources and attributes that the argument names other than through other functions. */
  readonly mention?: (argument: JsonValue, mentions: Mentions) => void
  readonly resolve: (argument: JsonValue, scope: Scope, resolve: Resolve) => Promise<Resolved> | Resolved
}

export type Resolve = (value: JsonValue) => Promise<Resolved>

export interface Mentions {
  reference(name: string): void
  attribute(logicalId: string, name: string): void
  importValue(argument: JsonValue): void
}
