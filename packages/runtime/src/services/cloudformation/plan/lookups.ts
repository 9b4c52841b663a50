import { notEmulated } from '../../../kernel/errors.ts'
import type { JsonValue } from '../../../kernel/json.ts'
import { own } from '../../../kernel/own.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { templateError, unresolvedResources, validationError } from '../errors.ts'
import { exportedValues, findStack } from '../repository.ts'
import type { StackContents } from '../stack-contents.ts'
import type { Lookups } from '../template/evaluate.ts'
import { KNOWN_AFTER_APPLY } from '../template/known-after-apply.ts'
import type { TypeRegistry } from '../type-registry.ts'

/** What functions may ask of a resource: of one that exists, or of one as it will be. */
export interface ResourceView {
  readonly type: string
  readonly physicalId: string
  readonly attributes: Readonly<Record<string, JsonValue>>
  readonly attributesFrom?: string
  /** Attributes that the change under way may alter, by name or all of them; `all` if the resource is still to be made. */
  readonly uncertain?: ReadonlySet<string> | 'attributes' | 'all'
}

export type ResourceLookups = Pick<Lookups, 'reference' | 'attribute'>

/** `Ref` and `Fn::GetAtt` of resources. */
export function resourceLookups(
  view: (logicalId: string) => ResourceView | undefined,
  types: TypeRegistry,
): ResourceLookups {
  const require = (logicalId: string): ResourceView => {
    const found = view(logicalId)
    if (found) return found
    throw unresolvedResources([logicalId], 'Resources')
  }
  return {
    reference(logicalId) {
      const found = require(logicalId)
      return found.uncertain === 'all' ? KNOWN_AFTER_APPLY : found.physicalId
    },
    attribute(logicalId, name) {
      const { type, attributes, uncertain, physicalId, attributesFrom } = require(logicalId)
      if (typeof uncertain === 'string' || uncertain?.has(name)) return KNOWN_AFTER_APPLY
      const value = own(attributes, name)
      if (value !== undefined) return value
      // Recorded types that nobody has described have whatever attribute is asked for.
      if (types.find(type)?.recorded) return `${physicalId}-${name}`
      if (attributesFrom !== undefined) throw noSuchKey(name, attributesFrom)
      throw templateError(`resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`)
    },
  }
}

/** Observed, of custom resources. */
function noSuchKey(name: string, attributesFrom: string) {
  return validationError(
    `CustomResource attribute error: Vendor response doesn't contain ${name} key in ${attributesFrom}`,
  )
}

export type StackLookups = Pick<Lookups, 'importValue' | 'stackOutput'>

/** Exports and outputs of other stacks. `imported` hears of every export that is used. */
export function stackLookups(
  contents: StackContents,
  reader: Reader,
  place: Place,
  imported: (exportName: string) => void,
): StackLookups {
  return {
    async importValue(name) {
      const found = await exportedValues.find(reader, place, name)
      if (!found) throw noExport(name)
      imported(name)
      return contents.openExport(found)
    },
    async stackOutput(stackName, output, region) {
      const there = region === undefined ? place : { ...place, region }
      if (stackName.startsWith('arn:')) throw notEmulated('An ARN as StackName of Fn::GetStackOutput')
      const stack = await findStack(reader, there, stackName)
      if (!stack) throw validationError(`Stack with id ${stackName} does not exist`)
      const found = contents.openOutputs(stack.outputs).find(({ key }) => key === output)
      if (!found) throw validationError(`Output ${output} does not exist in stack ${stackName}`)
      return found.value
    },
  }
}

export function noExport(name: string) {
  return validationError(`No export named ${name} found.`)
}
