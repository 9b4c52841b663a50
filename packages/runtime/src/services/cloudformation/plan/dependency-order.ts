import { validationError } from '../errors.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { mentionedIn } from '../template/mentions.ts'
import type { Template } from '../template/template.ts'

/** What of a template exists under its conditions, and in which order it can be made. */
export interface DependencyOrder {
  /** Logical ids; each comes after those that it needs. Among those that are free to go, the template's order counts. */
  readonly order: readonly string[]
  readonly dependencies: ReadonlyMap<string, readonly string[]>
}

export function dependencyOrder(template: Template, conditions: Readonly<Record<string, boolean>>): DependencyOrder {
  const isPresent = (logicalId: string) => {
    const resource = template.resources[logicalId]
    return resource !== undefined && (resource.condition === undefined || conditions[resource.condition] === true)
  }
  const present = Object.keys(template.resources).filter(isPresent)
  const dependencies = new Map<string, readonly string[]>()
  for (const logicalId of present) {
    const resource = template.resources[logicalId]
    if (!resource) continue
    const { references, attributes } = mentionedIn(resource.properties, { functions: PROPERTY_FUNCTIONS, conditions })
    const names = new Set([...resource.dependsOn, ...references, ...attributes.keys()])
    dependencies.set(
      logicalId,
      [...names].filter((name) => name !== logicalId && isPresent(name)),
    )
    if (references.has(logicalId) || attributes.has(logicalId)) throw circular([logicalId])
  }
  return { order: sortByNeed(present, dependencies), dependencies }
}

/** Sorts ids so that each comes after those it needs. Throws AWS's error where that cannot be. */
export function sortByNeed(ids: readonly string[], dependencies: ReadonlyMap<string, readonly string[]>): string[] {
  const inside = new Set(ids)
  const waiting = new Map<string, number>()
  const dependents = new Map<string, string[]>()
  for (const id of ids) {
    const needs = (dependencies.get(id) ?? []).filter((need) => inside.has(need))
    waiting.set(id, needs.length)
    for (const need of needs) {
      const list = dependents.get(need) ?? []
      dependents.set(need, list)
      list.push(id)
    }
  }
  const order = ids.filter((id) => waiting.get(id) === 0)
  for (let i = 0; i < order.length; i++) {
    for (const dependent of dependents.get(order[i] as string) ?? []) {
      const left = (waiting.get(dependent) ?? 0) - 1
      waiting.set(dependent, left)
      if (left === 0) order.push(dependent)
    }
  }
  if (order.length < ids.length) {
    const done = new Set(order)
    throw circular(ids.filter((id) => !done.has(id)))
  }
  return order
}

function circular(ids: readonly string[]) {
  return validationError(`Circular dependency between resources: [${ids.join(', ')}]`)
}
