import type { JsonValue } from '../../../kernel/json.ts'
import { formatError, templateError, unresolvedResources, validationError } from '../errors.ts'
import type { Specification } from '../specification.ts'
import { CONDITION_FUNCTIONS, PROPERTY_FUNCTIONS, RULE_FUNCTIONS } from './intrinsics/index.ts'
import { callsIn, mentionedIn } from './mentions.ts'
import { isPseudoParameter } from './pseudo-parameters.ts'
import { callOf } from './resolve.ts'
import type { Intrinsic } from './scope.ts'
import { functionsOf, type Template } from './template.ts'

/** Everything that is wrong with a template whatever its parameters are, in the order in which AWS complains. */
export function checkTemplate(template: Template, specification: Specification): void {
  refuseUnknownTypes(template, specification)
  for (const declaration of Object.values(template.conditions)) checkCalls(declaration, CONDITION_FUNCTIONS)
  for (const rule of Object.values(template.rules)) {
    if (rule.condition !== undefined) checkCalls(rule.condition, RULE_FUNCTIONS)
    for (const { assert } of rule.assertions) checkCalls(assert, RULE_FUNCTIONS)
  }
  for (const resource of Object.values(template.resources)) {
    for (const part of functionsOf(resource)) checkCalls(part, PROPERTY_FUNCTIONS)
  }
  for (const output of Object.values(template.outputs)) {
    checkCalls(output.value, PROPERTY_FUNCTIONS)
    if (output.exportName !== undefined) checkCalls(output.exportName, PROPERTY_FUNCTIONS)
  }
  checkConditionNames(template)
  checkNames(template, specification)
}

function refuseUnknownTypes(template: Template, specification: Specification): void {
  const types = Object.values(template.resources).map((resource) => resource.type)
  const unknown = [...new Set(types.filter((type) => !specification.isKnown(type)))]
  if (unknown.length > 0) throw formatError(`Unrecognized resource types: [${unknown.join(', ')}]`)
}

function checkCalls(value: JsonValue, functions: ReadonlyMap<string, Intrinsic>): void {
  if (typeof value !== 'object' || value === null) return
  const call = callOf(value, functions)
  if (call) call.intrinsic.check?.(call.argument)
  else refuseUnsupported(value)
  for (const part of Object.values(value)) checkCalls(part as JsonValue, functions)
}

/** As the service lists them (observed). */
const SUPPORTED =
  'Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, Fn::FindInMap, Fn::Select, Ref, ' +
  'Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, ' +
  'Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr'

/** What is written like a function and is none here would be handed to a service as data. */
function refuseUnsupported(value: object): void {
  const [name, ...others] = Object.keys(value)
  if (name === undefined || others.length > 0 || !/^fn::/i.test(name)) return
  throw validationError(
    `Template Error: Encountered unsupported function: ${name} Supported functions are: [${SUPPORTED}]`,
  )
}

function checkConditionNames(template: Template): void {
  const isDeclared = (name: string) => Object.hasOwn(template.conditions, name)
  for (const [name, declaration] of Object.entries(template.conditions)) {
    for (const call of callsIn(declaration, CONDITION_FUNCTIONS)) {
      const target = call.name === 'Condition' ? String(call.argument) : undefined
      if (target !== undefined && !isDeclared(target)) {
        throw formatError(`Unresolved condition dependency ${target} in the Conditions block of the template`)
      }
    }
    const { references } = mentionedIn(declaration, { functions: CONDITION_FUNCTIONS })
    const unknown = [...references].filter((target) => !isParameter(template, target))
    if (unknown.length > 0) {
      throw formatError(
        `Unresolved dependencies [${unknown.join(', ')}]. Cannot reference resources in the Conditions block of the template (${name})`,
      )
    }
  }
  for (const block of ['Resources', 'Outputs'] as const) {
    const members = Object.values(block === 'Resources' ? template.resources : template.outputs)
    const unknown = members.find(({ condition }) => condition !== undefined && !isDeclared(condition))
    if (!unknown) continue
    throw formatError(`Unresolved condition dependency ${unknown.condition} in the ${block} block of the template`)
  }
  const values = [
    ...Object.values(template.resources).flatMap(functionsOf),
    ...Object.values(template.outputs).map((output) => output.value),
  ]
  for (const value of values) {
    for (const { name, argument } of callsIn(value, PROPERTY_FUNCTIONS)) {
      if (name !== 'Fn::If') continue
      const [condition] = argument as readonly [string]
      if (!isDeclared(condition)) throw templateError(`unresolved condition dependency ${condition} in Fn::If`)
    }
  }
}

function isParameter(template: Template, name: string): boolean {
  return isPseudoParameter(name) || Object.hasOwn(template.parameters, name)
}

function checkNames(template: Template, specification: Specification): void {
  const isResource = (name: string) => Object.hasOwn(template.resources, name)
  const checkBlock = (block: 'Resources' | 'Outputs', values: readonly JsonValue[], names: readonly string[] = []) => {
    const unresolved = new Set(names.filter((name) => !isResource(name)))
    for (const value of values) {
      const { references, attributes, imports } = mentionedIn(value, { functions: PROPERTY_FUNCTIONS })
      for (const argument of imports) refuseDependentImport(argument, isResource)
      for (const name of references) if (!isResource(name) && !isParameter(template, name)) unresolved.add(name)
      for (const [name, attributeNames] of attributes) {
        if (!isResource(name)) throw templateError(`instance of Fn::GetAtt references undefined resource ${name}`)
        if (block === 'Resources') checkAttributes(template, specification, name, attributeNames)
      }
    }
    if (unresolved.size > 0) {
      throw unresolvedResources([...unresolved], block)
    }
  }
  const resources = Object.values(template.resources)
  checkBlock(
    'Resources',
    resources.flatMap(functionsOf),
    resources.flatMap((resource) => resource.dependsOn),
  )
  const outputs = Object.values(template.outputs)
  checkBlock(
    'Outputs',
    outputs.flatMap(({ value, exportName }) => (exportName === undefined ? [value] : [value, exportName])),
  )
}

/** An import has to be known before there are any resources (documented). */
function refuseDependentImport(argument: JsonValue, isResource: (name: string) => boolean): void {
  const { references, attributes, imports } = mentionedIn(argument, { functions: PROPERTY_FUNCTIONS })
  if (attributes.size === 0 && imports.length === 0 && ![...references].some(isResource)) return
  throw templateError(
    'the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs',
  )
}

function checkAttributes(
  template: Template,
  specification: Specification,
  logicalId: string,
  names: ReadonlySet<string>,
): void {
  const type = template.resources[logicalId]?.type ?? ''
  for (const name of names) {
    if (name && !specification.hasAttribute(type, name)) {
      throw templateError(`resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`)
    }
  }
}
