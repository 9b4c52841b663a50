import type { DeviceType } from '../../../generated/cognito-idp.ts'
import type { Place } from '../../../kernel/place.ts'
import type { DeviceRecord } from './records.ts'

/** Requests reach this server over the loopback interface. */
const LAST_IP = '127.0.0.1'

/** Attributes as the examples of the AWS CLI show them (documented: list-devices, admin-list-devices). */
export function deviceToWire(
  { key, name, remembered, createdAt, modifiedAt, authenticatedAt }: DeviceRecord,
  { account, region }: Place,
  owner: string,
): DeviceType {
  const attributes = {
    device_status: 'valid',
    ...(name !== undefined && { device_name: name }),
    'dev:device_arn': `arn:aws:cognito-idp:${region}:${account}:owner/${owner}/device/${key}`,
    'dev:device_owner': owner,
    last_ip_used: LAST_IP,
    'dev:device_remembered_status': remembered ? 'remembered' : 'not_remembered',
    'dev:device_sdk': 'aws-sdk',
  }
  return {
    DeviceAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    DeviceCreateDate: new Date(createdAt),
    DeviceKey: key,
    DeviceLastAuthenticatedDate: new Date(authenticatedAt),
    DeviceLastModifiedDate: new Date(modifiedAt),
  }
}
