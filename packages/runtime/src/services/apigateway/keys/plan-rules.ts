import type { ApiStage, QuotaSettings, ThrottleSettings } from '../../../generated/apigateway.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { badRequest, notFound } from '../errors.ts'
import { restApis, stages } from '../repository.ts'
import type { PlannedStage, Quota, QuotaPeriod, Throttle, UsagePlanRecord } from './records.ts'

/** The largest offsets, in days. The ranges are those that Terraform's provider checks for AWS; the texts are inferred. */
const MAX_OFFSETS: Readonly<Record<QuotaPeriod, number>> = { DAY: 0, WEEK: 6, MONTH: 27 }

export function throttleOf(given: ThrottleSettings | undefined): Throttle | undefined {
  if (!given) return undefined
  const { burstLimit = 0, rateLimit = 0 } = given
  if (burstLimit < 0) throw badRequest('Usage Plan burst limit must be greater than or equal to 0')
  if (rateLimit < 0) throw badRequest('Usage Plan rate limit must be greater than or equal to 0')
  return { burstLimit, rateLimit }
}

export function quotaOf(given: QuotaSettings | undefined): Quota | undefined {
  if (!given) return undefined
  const { limit, offset = 0, period } = given
  if (limit === undefined || limit < 0) throw badRequest('Usage Plan quota limit must be greater than or equal to 0')
  if (period !== 'DAY' && period !== 'WEEK' && period !== 'MONTH') {
    throw badRequest('Usage Plan quota period must be one of: [DAY, WEEK, MONTH]')
  }
  if (offset < 0 || offset > MAX_OFFSETS[period]) {
    throw badRequest(`Usage Plan quota offset must be between 0 and ${MAX_OFFSETS[period]} in the ${period} period`)
  }
  return { limit, offset, period }
}

export function plannedStage({ apiId, stage, throttle }: ApiStage): PlannedStage {
  if (!apiId || !stage) throw badRequest('Invalid API Stage specified')
  const limits = Object.entries(throttle ?? {}).flatMap(([method, given]) => {
    const limit = throttleOf(given)
    return limit ? [[method, limit] as const] : []
  })
  return { apiId, stage, ...(limits.length > 0 ? { throttle: Object.fromEntries(limits) } : {}) }
}

/** As patches name it: `apiId:stage`. */
export function stageFromText(text: string | undefined): PlannedStage {
  const [, apiId, stage] = /^([^:]+):([^:]+)$/.exec(text ?? '') ?? []
  return plannedStage({ apiId, stage })
}

/** The stages that a plan did not have before must be there (recorded on AWS). */
export async function checkNewStages(
  reader: Reader,
  place: Place,
  plan: UsagePlanRecord,
  before: readonly PlannedStage[] = [],
): Promise<void> {
  for (const { apiId, stage } of plan.apiStages) {
    if (before.some((known) => isStage(known, apiId, stage))) continue
    if (!(await stageExists(reader, place, { apiId, stage })))
      throw notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${plan.id}`)
  }
}

/** A plan may name stages that have been deleted since. */
export async function stageExists(reader: Reader, place: Place, { apiId, stage }: PlannedStage): Promise<boolean> {
  return (
    (await restApis.find(reader, place, apiId)) !== undefined &&
    (await stages.find(reader, place, apiId, stage)) !== undefined
  )
}

export function isStage(planned: PlannedStage, apiId: string, stage: string): boolean {
  return planned.apiId === apiId && planned.stage === stage
}
