import type { JsonValue } from '../../../kernel/json.ts'
import { unresolvedResources, validationError } from '../errors.ts'
import type { Conditions } from '../template/evaluate.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { mentionedIn } from '../template/mentions.ts'
import { sortByNeed } from '../template/sort-by-need.ts'
import { functionsOf, type Template } from '../template/template.ts'

/** What of a template exists under its conditions, and in which order it can be made. */
export interface DependencyOrder {
  /** Logical ids; each comes after those that it needs. Among those that are free to go, the template's order counts. */
  readonly order: readonly string[]
  readonly dependencies: ReadonlyMap<string, readonly string[]>
}

export function dependencyOrder(template: Template, conditions: Conditions): DependencyOrder {
  const isPresent = (logicalId: string) => {
    const resource = template.resources[logicalId]
    return resource !== undefined && (resource.condition === undefined || conditions[resource.condition] === true)
  }
  const present = Object.keys(template.resources).filter(isPresent)
  const dependencies = new Map<string, readonly string[]>()
  const lost = new Set<string>()
  for (const logicalId of present) {
    const resource = template.resources[logicalId]
    if (!resource) continue
    const named = resourcesNamedIn(functionsOf(resource), template, conditions)
    // `DependsOn` as well (observed): only `Fn::If` can leave a dependency out.
    for (const name of [...named, ...resource.dependsOn]) if (!isPresent(name)) lost.add(name)
    if (named.has(logicalId)) throw circular([logicalId])
    const needs = new Set([...resource.dependsOn, ...named])
    dependencies.set(logicalId, [...needs])
  }
  if (lost.size > 0) throw unresolvedResources([...lost], 'Resources')
  const outputs = Object.values(template.outputs).filter(({ condition }) => !condition || conditions[condition])
  const shown = outputs.flatMap(({ value, exportName }) => (exportName === undefined ? [value] : [value, exportName]))
  const missing = [...resourcesNamedIn(shown, template, conditions)].filter((name) => !isPresent(name))
  if (missing.length > 0) throw unresolvedResources(missing, 'Outputs')
  const { order, stuck } = sortByNeed(present, dependencies)
  if (stuck.length > 0) throw circular(stuck)
  return { order, dependencies }
}

/** Resources that values refer to, in the branches of `Fn::If` that apply. */
function resourcesNamedIn(values: readonly JsonValue[], template: Template, conditions: Conditions): Set<string> {
  const names = values.flatMap((value) => {
    const { references, attributes } = mentionedIn(value, { functions: PROPERTY_FUNCTIONS, conditions })
    // A parameter of the same name comes first, as it does when the reference is resolved.
    return [...references].filter((name) => template.parameters[name] === undefined).concat([...attributes.keys()])
  })
  return new Set(names.filter((name) => template.resources[name] !== undefined))
}

function circular(ids: readonly string[]) {
  return validationError(`Circular dependency between resources: [${ids.join(', ')}]`)
}
