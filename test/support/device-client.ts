import { createHash, randomBytes } from 'node:crypto'
import type { NewDeviceMetadataType } from '@aws-sdk/client-cognito-identity-provider'
import { verifierOf } from './srp-client.ts'

/** What a client keeps of a device that it has confirmed. */
export interface Device {
  readonly key: string
  /** Group and key, as the exchange names a device. */
  readonly identity: string
  readonly password: string
  readonly DeviceSecretVerifierConfig: { readonly PasswordVerifier: string; readonly Salt: string }
}

export function newDevice({ DeviceKey = '', DeviceGroupKey = '' }: NewDeviceMetadataType): Device {
  const identity = `${DeviceGroupKey}${DeviceKey}`
  const password = randomBytes(40).toString('base64')
  // A salt whose first bit is set: it is hashed with a zero in front.
  const salt = Buffer.concat([Buffer.from([0xa1]), createHash('sha256').update(password).digest().subarray(0, 15)])
  const { PasswordVerifier, Salt } = verifierOf(identity, password, salt)
  return { key: DeviceKey, identity, password, DeviceSecretVerifierConfig: { PasswordVerifier, Salt } }
}
