import type { ThrottleSettings } from '../../../generated/apigateway.ts'
import { badRequest, notFound } from '../errors.ts'
import type { PatchRule, PatchStep } from '../patch/patch.ts'
import { requiredText, text } from '../patch/rules.ts'
import { isStage, plannedStage, quotaOf, stageFromText, throttleOf } from './plan-rules.ts'
import type { PlannedStage, Quota, Throttle, UsagePlanRecord } from './records.ts'

type Rule = PatchRule<UsagePlanRecord>

/** What can be patched of a usage plan (documented: patch-operations). */
export const usagePlanRules: readonly Rule[] = [
  requiredText('name', 'Usage Plan name cannot be empty'),
  text('description'),
  text('productCode', ['add', 'remove', 'replace']),
  { path: '/apiStages', verbs: ['add', 'remove'], apply: patchStages },
  stageThrottle('/apiStages/{}/throttle', (_limits, { value, verb }) => (verb === 'remove' ? {} : limitsFrom(value))),
  methodThrottle('burstLimit'),
  methodThrottle('rateLimit'),
  { path: '/throttle', verbs: ['remove'], apply: (plan) => ({ ...plan, throttle: undefined }) },
  planThrottle('burstLimit'),
  planThrottle('rateLimit'),
  { path: '/quota', verbs: ['remove'], apply: (plan) => ({ ...plan, quota: undefined }) },
  planQuota('limit', (value) => wholeNumber(value)),
  planQuota('offset', (value) => wholeNumber(value)),
  planQuota('period', (value) => value as Quota['period']),
]

function patchStages(plan: UsagePlanRecord, { verb, value }: PatchStep): UsagePlanRecord {
  const named = stageFromText(value)
  const others = plan.apiStages.filter((planned) => !isStage(planned, named.apiId, named.stage))
  if (verb === 'remove') {
    if (others.length === plan.apiStages.length) throw noStageOf(plan, named)
    return { ...plan, apiStages: others }
  }
  // One that is there already stays as it is (inferred).
  return others.length < plan.apiStages.length ? plan : { ...plan, apiStages: [...plan.apiStages, named] }
}

type Limits = Readonly<Record<string, Throttle>>

function stageThrottle(path: string, edit: (limits: Limits, step: PatchStep) => Limits): Rule {
  return {
    path,
    verbs: ['add', 'remove', 'replace'],
    apply(plan, step) {
      const named = stageFromText(step.keys[0])
      const planned = plan.apiStages.find((each) => isStage(each, named.apiId, named.stage))
      if (!planned) throw noStageOf(plan, named)
      const changed = plannedStage({ ...planned, throttle: edit(planned.throttle ?? {}, step) })
      return { ...plan, apiStages: plan.apiStages.map((each) => (each === planned ? changed : each)) }
    },
  }
}

/** `/apiStages/{api:stage}/throttle/~1pets/GET/rateLimit`. */
function methodThrottle(member: keyof Throttle): Rule {
  return stageThrottle(`/apiStages/{}/throttle/{}/{}/${member}`, (limits, { keys: [, path, method], verb, value }) => {
    const name = `${path}/${method}`
    const { [name]: known = { burstLimit: 0, rateLimit: 0 }, ...others } = limits
    return verb === 'remove' ? others : { ...others, [name]: { ...known, [member]: number(value) } }
  })
}

function planThrottle(member: keyof Throttle): Rule {
  return {
    path: `/throttle/${member}`,
    verbs: ['add', 'replace'],
    apply: (plan, { value }) => ({ ...plan, throttle: throttleOf({ ...plan.throttle, [member]: number(value) }) }),
  }
}

/** Quotas come into being member by member: those that a plan has not been given are the usual ones (inferred). */
function planQuota<M extends keyof Quota>(member: M, read: (value: string | undefined) => Quota[M]): Rule {
  return {
    path: `/quota/${member}`,
    verbs: ['add', 'replace'],
    apply: (plan, { value }) => ({
      ...plan,
      quota: quotaOf({ limit: 0, period: 'DAY', ...plan.quota, [member]: read(value) }),
    }),
  }
}

function limitsFrom(value: string | undefined): Limits {
  try {
    const parsed: unknown = JSON.parse(value ?? '')
    if (typeof parsed === 'object' && parsed !== null) {
      const { throttle } = plannedStage({
        apiId: '-',
        stage: '-',
        throttle: parsed as Record<string, ThrottleSettings>,
      })
      return throttle ?? {}
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw badRequest('Invalid throttle settings specified')
}

function number(value: string | undefined): number {
  const read = Number(value)
  if (!value || !Number.isFinite(read)) throw badRequest(`Invalid value specified: ${value ?? 'null'}`)
  return read
}

function wholeNumber(value: string | undefined): number {
  const read = number(value)
  if (!Number.isInteger(read)) throw badRequest(`Invalid value specified: ${value}`)
  return read
}

function noStageOf({ id }: UsagePlanRecord, { apiId, stage }: PlannedStage) {
  return notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${id}`)
}
