import type { JsonValue } from '../../../kernel/json.ts'
import type { ChangeDetail } from '../records.ts'
import { PROPERTY_FUNCTIONS } from '../template/intrinsics/index.ts'
import { mentionedIn } from '../template/mentions.ts'
import { equal } from './decide.ts'

export type Cause = Pick<ChangeDetail, 'source' | 'causingEntity' | 'evaluation'>

const DIRECT: Cause = { source: 'DirectModification', evaluation: 'Static' }

export interface CauseContext {
  readonly conditions: Readonly<Record<string, boolean>>
  /** Parameters whose value is another one than before. */
  readonly changedParameters: ReadonlySet<string>
  /** Resources that this change set adds, replaces or modifies. */
  readonly changedResources: ReadonlySet<string>
}

/**
 * Why a property changes (observed shapes): because its text in the template did, or because something that it refers
 * to did.
 */
export function causesOf(before: JsonValue | undefined, after: JsonValue | undefined, context: CauseContext): Cause[] {
  const causes: Cause[] = equal(before, after) ? [] : [DIRECT]
  if (after !== undefined) {
    const { references, attributes } = mentionedIn(after, {
      functions: PROPERTY_FUNCTIONS,
      conditions: context.conditions,
    })
    for (const name of references) {
      if (context.changedParameters.has(name)) {
        causes.push({ source: 'ParameterReference', causingEntity: name, evaluation: 'Static' })
      } else if (context.changedResources.has(name)) {
        causes.push({ source: 'ResourceReference', causingEntity: name, evaluation: 'Dynamic' })
      }
    }
    for (const [logicalId, names] of attributes) {
      if (!context.changedResources.has(logicalId)) continue
      for (const name of names) {
        causes.push({ source: 'ResourceAttribute', causingEntity: `${logicalId}.${name}`, evaluation: 'Dynamic' })
      }
    }
  }
  return causes.length > 0 ? causes : [DIRECT]
}
