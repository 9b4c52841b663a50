import type { JsonValue } from '../../../kernel/json.ts'
import { formatError, templateError } from '../errors.ts'
import type { Specification } from '../specification.ts'
import { CONDITION_FUNCTIONS, PROPERTY_FUNCTIONS, RULE_FUNCTIONS } from './intrinsics/index.ts'
import { callsIn, mentionedIn } from './mentions.ts'
import { isPseudoParameter } from './pseudo-parameters.ts'
import { callOf } from './resolve.ts'
import type { Intrinsic } from './scope.ts'
import type { Template } from './template.ts'

/** Everything that is wrong with a template whatever its parameters are, in the order in which AWS complains. */
export function checkTemplate(template: Template, specification: Specification): void {
  refuseUnknownTypes(template, specification)
  for (const declaration of Object.values(template.conditions)) checkCalls(declaration, CONDITION_FUNCTIONS)
  for (const rule of Object.values(template.rules)) {
    if (rule.condition !== undefined) checkCalls(rule.condition, RULE_FUNCTIONS)
    for (const { assert } of rule.assertions) checkCalls(assert, RULE_FUNCTIONS)
  }
  for (const { properties, metadata } of Object.values(template.resources)) {
    checkCalls(properties, PROPERTY_FUNCTIONS)
    if (metadata !== undefined) checkCalls(metadata, PROPERTY_FUNCTIONS)
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
  for (const part of Object.values(value)) checkCalls(part as JsonValue, functions)
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
  const declared = [...Object.values(template.resources), ...Object.values(template.outputs)]
  for (const { condition } of declared) {
    if (condition !== undefined && !isDeclared(condition)) {
      throw formatError(`Unresolved condition dependency ${condition} in the Resources block of the template`)
    }
  }
  const values = [
    ...Object.values(template.resources).map((resource) => resource.properties),
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
      const { references, attributes } = mentionedIn(value, { functions: PROPERTY_FUNCTIONS })
      for (const name of references) if (!isResource(name) && !isParameter(template, name)) unresolved.add(name)
      for (const [name, attributeNames] of attributes) {
        if (!isResource(name)) throw templateError(`instance of Fn::GetAtt references undefined resource ${name}`)
        if (block === 'Resources') checkAttributes(template, specification, name, attributeNames)
      }
    }
    if (unresolved.size > 0) {
      const list = [...unresolved].join(', ')
      throw formatError(`Unresolved resource dependencies [${list}] in the ${block} block of the template`)
    }
  }
  const resources = Object.values(template.resources)
  checkBlock(
    'Resources',
    resources.map((resource) => resource.properties),
    resources.flatMap((resource) => resource.dependsOn),
  )
  const outputs = Object.values(template.outputs)
  checkBlock(
    'Outputs',
    outputs.flatMap(({ value, exportName }) => (exportName === undefined ? [value] : [value, exportName])),
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
