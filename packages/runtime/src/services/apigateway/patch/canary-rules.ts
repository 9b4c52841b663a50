import { canaryOf } from '../canary.ts'
import { badRequest } from '../errors.ts'
import type { CanaryRecord, StageRecord } from '../records.ts'
import { checkVariables, pointAt } from '../stage.ts'
import type { PatchRule, PatchStep } from './patch.ts'

/** What `copy` may promote of a canary, and to where. */
const SOURCES = ['/canarySettings/deploymentId', '/canarySettings/stageVariableOverrides']
const TARGETS = ['/deploymentId', '/variables']

export const canaryRules: readonly PatchRule<StageRecord>[] = [
  { path: '/canarySettings', verbs: ['remove'], apply: (stage) => ({ ...stage, canarySettings: undefined }) },
  member('deploymentId', (value) => ({ deploymentId: value })),
  member('percentTraffic', (value) => ({ percentTraffic: value === '' ? Number.NaN : Number(value) })),
  member('useStageCache', (value) => ({ useStageCache: value === 'true' })),
  { path: '/canarySettings/stageVariableOverrides/{}', verbs: ['replace', 'remove'], apply: patchOverride },
]

/** Last of a stage's rules, for they take any path. */
export const promotionRules: readonly PatchRule<StageRecord>[] = [promotion('/{}'), promotion('/{}/{}')]

/** The first member that is set makes the canary (recorded on AWS). */
function member(name: string, read: (value: string) => Partial<CanaryRecord>): PatchRule<StageRecord> {
  return {
    path: `/canarySettings/${name}`,
    verbs: ['replace'],
    apply: (stage, { value = '' }) => ({
      ...stage,
      canarySettings: canaryOf({ ...stage.canarySettings, ...read(value) }, stage.deploymentId),
    }),
  }
}

function patchOverride(stage: StageRecord, { verb, keys: [key = ''], value = '' }: PatchStep): StageRecord {
  const canary = canaryOf(stage.canarySettings ?? {}, stage.deploymentId)
  const { [key]: _before, ...others } = canary.stageVariableOverrides ?? {}
  const stageVariableOverrides = verb === 'remove' ? others : { ...others, [key]: value }
  checkVariables(stageVariableOverrides)
  return { ...stage, canarySettings: { ...canary, stageVariableOverrides } }
}

/** The canary stays until it is removed; its variables come to the stage's own (all recorded on AWS). */
function promotion(path: string): PatchRule<StageRecord> {
  return {
    path,
    verbs: ['copy'],
    apply(stage, step) {
      const { from = '' } = step
      if (!TARGETS.includes(step.path) || !SOURCES.includes(from)) {
        throw badRequest(
          `Invalid copy operation with path: ${step.path} and from ${from}. Valid copy:path are ` +
            `[${TARGETS.join(', ')}] and valid copy:from are [${SOURCES.join(', ')}]`,
        )
      }
      const { canarySettings: canary } = stage
      if (!canary) throw badRequest('Promotion not available. Canary does not exist.')
      if (step.path === '/deploymentId') return pointAt(stage, canary.deploymentId)
      return { ...stage, variables: { ...stage.variables, ...canary.stageVariableOverrides } }
    },
  }
}
