import type { JsonValue } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import { formatError, validationError } from '../errors.ts'
import { parameterContent } from '../parameters/resolve-parameters.ts'
import type { ParameterValue } from '../records.ts'
import type { ResolutionBudget } from './budget.ts'
import { dictionary, ownMember } from './dictionary.ts'
import { partsOfIf } from './intrinsics/if.ts'
import { CONDITION_FUNCTIONS, PROPERTY_FUNCTIONS, RULE_FUNCTIONS } from './intrinsics/index.ts'
import { isTrue } from './intrinsics/logic.ts'
import { callsIn } from './mentions.ts'
import { isPseudoParameter, PSEUDO_PARAMETERS } from './pseudo-parameters.ts'
import { resolveValue } from './resolve.ts'
import { type Intrinsic, type Resolved, type Scope, UNKNOWN_NAME } from './scope.ts'
import { sortByNeed } from './sort-by-need.ts'
import type { ParameterDeclaration, Template } from './template.ts'

/** A template together with everything that its conditions, rules and properties may ask of the stack's surroundings. */
export interface Evaluation {
  readonly template: Template
  readonly parameters: readonly ParameterValue[]
  readonly place: Place
  readonly stackId: string
  readonly stackName: string
  readonly notificationArns: readonly string[]
  readonly budget: ResolutionBudget
}

export type Conditions = Readonly<Record<string, boolean>>

/** What only the state of resources and other stacks can tell. */
export interface Lookups {
  reference(logicalId: string): JsonValue
  attribute(logicalId: string, name: string): JsonValue
  importValue(name: string): Promise<JsonValue>
  stackOutput(stack: string, output: string, region: string | undefined): Promise<JsonValue>
}

const NOT_HERE: Lookups = {
  reference: (logicalId) => {
    throw formatError(`Unresolved dependencies [${logicalId}]. Cannot reference resources here`)
  },
  attribute: (logicalId) => {
    throw formatError(`Unresolved dependencies [${logicalId}]. Cannot reference resources here`)
  },
  importValue: async () => {
    throw formatError('Fn::ImportValue cannot be used here')
  },
  stackOutput: async () => {
    throw formatError('Fn::GetStackOutput cannot be used here')
  },
}

/** All conditions of a template, each evaluated once, after those that it names. */
export async function evaluateConditions(evaluation: Evaluation): Promise<Conditions> {
  const { conditions } = evaluation.template
  const known = dictionary<boolean>()
  const scope = scopeOf(evaluation, CONDITION_FUNCTIONS, NOT_HERE, async (name) => known[name] ?? false)
  for (const name of orderOfConditions(conditions)) {
    known[name] = isTrue(await resolveValue(conditions[name] as JsonValue, scope))
  }
  return known
}

function orderOfConditions(conditions: Template['conditions']): readonly string[] {
  const needs = new Map<string, string[]>()
  for (const [name, declaration] of Object.entries(conditions)) {
    const calls = [...callsIn(declaration, CONDITION_FUNCTIONS)]
    needs.set(
      name,
      calls.flatMap(({ name: called, argument }) => {
        if (called === 'Condition') return [String(argument)]
        return called === 'Fn::If' ? [partsOfIf(argument)[0]] : []
      }),
    )
  }
  const { order, stuck } = sortByNeed(Object.keys(conditions), needs)
  if (stuck.length > 0) throw validationError(`Circular dependency between conditions: [${stuck.join(', ')}]`)
  return order
}

/** Throws for the rules that do not hold, as AWS does before anything is started. */
export async function checkRules(evaluation: Evaluation, conditions: Conditions): Promise<void> {
  const scope = scopeOf(evaluation, RULE_FUNCTIONS, NOT_HERE, async (name) => conditions[name] ?? false)
  const broken: string[] = []
  for (const [name, rule] of Object.entries(evaluation.template.rules)) {
    if (rule.condition !== undefined && !isTrue(await resolveValue(rule.condition, scope))) continue
    for (const { assert, description } of rule.assertions) {
      if (!isTrue(await resolveValue(assert, scope)))
        broken.push(`${description ?? 'assertion is false'} (rule ${name})`)
    }
  }
  if (broken.length > 0) throw validationError(`Template error: ${broken.join('; ')}`)
}

/** What can be said before there are conditions: parameters, and what functions make of them. */
export function parameterScope(evaluation: Evaluation): Scope {
  return scopeOf(evaluation, CONDITION_FUNCTIONS, NOT_HERE, async () => false)
}

/** The scope in which properties and outputs are resolved. */
export function propertyScope(evaluation: Evaluation, conditions: Conditions, lookups: Lookups): Scope {
  return scopeOf(evaluation, PROPERTY_FUNCTIONS, lookups, async (name) => conditions[name] ?? false)
}

function scopeOf(
  evaluation: Evaluation,
  functions: ReadonlyMap<string, Intrinsic>,
  lookups: Lookups,
  condition: Scope['condition'],
): Scope {
  const { template, place, parameters, budget } = evaluation
  const values = new Map<string, Resolved>()
  for (const parameter of parameters) {
    const declaration = template.parameters[parameter.key] as ParameterDeclaration
    values.set(parameter.key, parameterContent(parameter, declaration))
  }
  return {
    place,
    budget,
    functions,
    condition,
    ...lookups,
    parameter(name) {
      if (isPseudoParameter(name)) return PSEUDO_PARAMETERS[name]?.(evaluation)
      return values.has(name) ? values.get(name) : UNKNOWN_NAME
    },
    mapping(map, top, second) {
      const keys = ownMember(template.mappings[map] ?? {}, top)
      return keys && ownMember(keys, second)
    },
    parametersOfType: (type) =>
      Object.keys(template.parameters).filter((key) => template.parameters[key]?.type === type),
  }
}
