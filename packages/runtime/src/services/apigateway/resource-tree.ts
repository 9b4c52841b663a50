import type { Place } from '../../kernel/place.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import { badRequest, conflict } from './errors.ts'
import type { ResourceRecord } from './records.ts'
import { resourceChildren, resources } from './repository.ts'

/**
 * Dollar signs too, although AWS's refusal does not name them (observed: github.com/aws/aws-cdk/issues/27083; that it
 * holds within braces is inferred).
 */
const PATH_PART = /^(?:[a-zA-Z0-9._:$-]+|\{[a-zA-Z0-9._:$-]+\+?\})$/
const isVariable = (part: string) => part.startsWith('{')
const isGreedy = (part: string) => part.endsWith('+}')

export function pathBelow(parent: ResourceRecord, pathPart: string): string {
  return parent.path === '/' ? `/${pathPart}` : `${parent.path}/${pathPart}`
}

/**
 * Whether a resource (`ownId`, when it is there already) may stand under a parent by that name. The rules among
 * siblings and their texts were recorded on AWS. Costs a look or two, however many siblings there are.
 */
export async function checkPlacement(
  tx: Transaction,
  place: Place,
  apiId: string,
  parent: ResourceRecord,
  pathPart: string,
  ownId?: string,
): Promise<void> {
  if (!PATH_PART.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    )
  }
  if (parent.pathPart !== undefined && isGreedy(parent.pathPart)) {
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`)
  }
  const namesake = await resourceChildren.find(tx, place, apiId, childKey(parent.id, pathPart))
  if (namesake && namesake.id !== ownId) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`)
  }
  if (!isVariable(pathPart)) return
  const variables = await resourceChildren.list(tx, place, apiId, { prefix: childKey(parent.id, '{') })
  const other = variables.find(({ id }) => id !== ownId)
  if (other) {
    throw badRequest(
      `A sibling (${other.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    )
  }
}

/** Writes a resource and what finds it under its parent. */
export function putResource(tx: Transaction, place: Place, apiId: string, resource: ResourceRecord): void {
  const { id, parentId, pathPart } = resource
  resources.put(tx, place, apiId, id, resource)
  if (parentId !== undefined && pathPart !== undefined) {
    resourceChildren.put(tx, place, apiId, childKey(parentId, pathPart), { id, pathPart })
  }
}

export function deleteResource(tx: Transaction, place: Place, apiId: string, resource: ResourceRecord): void {
  const { id, parentId, pathPart } = resource
  resources.delete(tx, place, apiId, id)
  if (parentId !== undefined && pathPart !== undefined) {
    resourceChildren.delete(tx, place, apiId, childKey(parentId, pathPart))
  }
}

/** A resource and all below it, parents first. */
export async function subtreeOf(
  tx: Transaction,
  place: Place,
  apiId: string,
  root: ResourceRecord,
): Promise<ResourceRecord[]> {
  const subtree = [root]
  for (const { id: parentId } of subtree) {
    const children = await resourceChildren.list(tx, place, apiId, { prefix: childKey(parentId, '') })
    for (const { id } of children) {
      const child = await resources.find(tx, place, apiId, id)
      if (child) subtree.push(child)
    }
  }
  return subtree
}

function childKey(parentId: string, pathPart: string): string {
  return `${parentId}/${pathPart}`
}
