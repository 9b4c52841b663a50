import type { JsonValue } from '../../../kernel/json.ts'
import type { ChangeDetail } from '../records.ts'
import type { Conditions } from '../template/evaluate.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { mentionedIn } from '../template/mentions.ts'
import type { ResourceView } from './lookups.ts'

export type Cause = Pick<ChangeDetail, 'source' | 'causingEntity' | 'evaluation'>

export interface CauseContext {
  readonly conditions: Conditions
  /** Parameters whose value is another one than before. */
  readonly changedParameters: ReadonlySet<string>
  /** Resources as they will be. */
  readonly views: ReadonlyMap<string, ResourceView>
}

/**
 * Why a part of a resource changes. Observed: what it refers to is told as a static cause of its own, beside a direct
 * modification that counts as dynamic; where it refers to nothing that changes, there is the static direct one alone.
 */
export function causesOf(
  after: JsonValue | undefined,
  { conditions, changedParameters, views }: CauseContext,
): Cause[] {
  if (after === undefined) return [{ source: 'DirectModification', evaluation: 'Static' }]
  const { references, attributes } = mentionedIn(after, { functions: PROPERTY_FUNCTIONS, conditions })
  const causes: Cause[] = []
  const add = (source: Cause['source'], causingEntity: string) => {
    causes.push({ source, causingEntity, evaluation: 'Static' })
  }
  for (const name of references) {
    if (changedParameters.has(name)) add('ParameterReference', name)
    else if (views.get(name)?.uncertain === 'all') add('ResourceReference', name)
  }
  for (const [logicalId, names] of attributes) {
    const uncertain = views.get(logicalId)?.uncertain
    for (const name of names) {
      if (typeof uncertain === 'string' || uncertain?.has(name)) add('ResourceAttribute', `${logicalId}.${name}`)
    }
  }
  return [...causes, { source: 'DirectModification', evaluation: causes.length > 0 ? 'Dynamic' : 'Static' }]
}
