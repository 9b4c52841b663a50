import type * as api from '../../../generated/apigateway.ts'
import { unlessEmpty } from '../wire.ts'
import type { VpcLinkRecord } from './records.ts'

/** As it is told when it has just been made: on AWS it then takes minutes (recorded). */
export function newVpcLinkToWire(record: VpcLinkRecord): api.VpcLink {
  return { ...record, status: 'PENDING', tags: unlessEmpty(record.tags) }
}

/** `tags` is shown empty, but for lists (recorded on AWS). */
export function vpcLinkToWire(record: VpcLinkRecord, showEmptyTags: boolean): api.VpcLink {
  return {
    ...record,
    status: 'AVAILABLE',
    statusMessage: 'Your vpc link is ready for use',
    tags: showEmptyTags ? record.tags : unlessEmpty(record.tags),
  }
}
