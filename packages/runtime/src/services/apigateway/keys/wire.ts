import type * as api from '../../../generated/apigateway.ts'
import { unlessEmpty, wholeSeconds } from '../wire.ts'
import type { ApiKeyRecord, UsagePlanRecord } from './records.ts'

/** `value` undefined: it is not shown. Tags are shown empty by updates only (recorded on AWS). */
export function apiKeyToWire(record: ApiKeyRecord, value: string | undefined, showEmptyTags = false): api.ApiKey {
  return {
    id: record.id,
    value,
    name: record.name || undefined,
    customerId: record.customerId,
    description: record.description,
    enabled: record.enabled,
    createdDate: wholeSeconds(record.createdAt),
    lastUpdatedDate: wholeSeconds(record.updatedAt),
    stageKeys: record.stageKeys,
    tags: showEmptyTags ? record.tags : unlessEmpty(record.tags),
  }
}

/** Tags are shown empty by Get and Update, and left out when empty by Create and the list (recorded on AWS). */
export function usagePlanToWire(record: UsagePlanRecord, showEmptyTags: boolean): api.UsagePlan {
  const { tags, ...plan } = record
  return { ...plan, tags: showEmptyTags ? tags : unlessEmpty(tags) }
}
