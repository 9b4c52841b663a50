import type { PatchOperation, ThrottleSettings } from '../../../generated/apigateway.ts'
import type { ApiGatewayUsagePlan } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { patchText } from './patches.ts'
import { apiArn, retag, tagMap } from './tags.ts'

type Stages = NonNullable<ApiGatewayUsagePlan['ApiStages']>
type Throttle = ApiGatewayUsagePlan['Throttle']

export const usagePlanType = instantType({
  type: 'AWS::ApiGateway::UsagePlan',
  properties: {
    ApiStages: 'emulated',
    Description: 'emulated',
    Quota: 'emulated',
    Tags: 'emulated',
    Throttle: 'emulated',
    UsagePlanName: 'emulated',
  },

  async create(p, request) {
    const { id = '' } = await request.call('apigateway', 'CreateUsagePlan', {
      name: p.UsagePlanName ?? request.generateName({ maxLength: 128 }),
      description: p.Description,
      apiStages: p.ApiStages?.map((stage) => ({
        apiId: stage.ApiId,
        stage: stage.Stage,
        throttle: stage.Throttle && limitsOf(stage.Throttle),
      })),
      quota: p.Quota && { limit: p.Quota.Limit, offset: p.Quota.Offset, period: p.Quota.Period },
      throttle: throttleOf(p.Throttle),
      tags: tagMap(p.Tags),
    })
    return { physicalId: id, attributes: { Id: id } }
  },

  async update(p, { physicalId, attributes, properties: old }, request) {
    await request.call('apigateway', 'UpdateUsagePlan', {
      usagePlanId: physicalId,
      patchOperations: [
        // A plan keeps the name that was made up for it.
        ...(p.UsagePlanName === undefined ? [] : patchText('/name', old.UsagePlanName, p.UsagePlanName)),
        ...patchText('/description', old.Description, p.Description),
        ...patchStages(old.ApiStages, p.ApiStages),
        ...patchMembers('/throttle', throttleOf(old.Throttle), throttleOf(p.Throttle)),
        ...patchMembers('/quota', quotaOf(old), quotaOf(p)),
      ],
    })
    await retag(apiArn(request, `/usageplans/${physicalId}`), old.Tags, p.Tags, request)
    return { physicalId, attributes }
  },

  /** A plan that still has stages stays. */
  async remove({ physicalId: usagePlanId, properties }, { call }) {
    const patchOperations = patchStages(properties.ApiStages, [])
    await ignoring('NotFoundException', call('apigateway', 'UpdateUsagePlan', { usagePlanId, patchOperations }))
    await ignoring('NotFoundException', call('apigateway', 'DeleteUsagePlan', { usagePlanId }))
  },
})

/** A stage whose throttles are others is taken out and put in again. */
function patchStages(before: Stages = [], after: Stages = []): PatchOperation[] {
  const [old, wanted] = [before.map((stage) => JSON.stringify(stage)), after.map((stage) => JSON.stringify(stage))]
  const gone = before.filter((_stage, i) => !wanted.includes(old[i] ?? ''))
  const added = after.filter((_stage, i) => !old.includes(wanted[i] ?? ''))
  return [
    ...gone.map((stage) => ({ op: 'remove', path: '/apiStages', value: nameOf(stage) })),
    ...added.map((stage) => ({ op: 'add', path: '/apiStages', value: nameOf(stage) })),
    ...added.flatMap((stage) => {
      if (!stage.Throttle) return []
      const value = JSON.stringify(limitsOf(stage.Throttle))
      return [{ op: 'replace', path: `/apiStages/${nameOf(stage)}/throttle`, value }]
    }),
  ]
}

/** Members of what is as a whole there or not; those that are set first must not be refused for want of the others. */
function patchMembers(path: string, before: object | undefined, after: object | undefined): PatchOperation[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const removed = before ? [{ op: 'remove', path }] : []
  const members = Object.entries(after ?? {}).filter(([, value]) => value !== undefined)
  return [
    ...removed,
    ...members.map(([name, value]) => ({ op: 'replace', path: `${path}/${name}`, value: String(value) })),
  ]
}

function nameOf({ ApiId, Stage }: Stages[number]): string {
  return `${ApiId}:${Stage}`
}

function throttleOf(throttle: Throttle): ThrottleSettings | undefined {
  return throttle && { burstLimit: throttle.BurstLimit, rateLimit: throttle.RateLimit }
}

/** The period decides which offset is allowed, and so comes first. */
function quotaOf({ Quota: quota }: Pick<ApiGatewayUsagePlan, 'Quota'>) {
  return quota && { period: quota.Period, limit: quota.Limit, offset: quota.Offset }
}

function limitsOf(throttles: NonNullable<Stages[number]['Throttle']>): Record<string, ThrottleSettings> {
  return Object.fromEntries(Object.entries(throttles).map(([method, throttle]) => [method, throttleOf(throttle) ?? {}]))
}
