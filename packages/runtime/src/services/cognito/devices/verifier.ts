import type { DeviceSecretVerifierConfigType } from '../../../generated/cognito-idp.ts'
import { invalidParameter } from '../errors.ts'
import type { SrpVerifier } from '../passwords/srp.ts'
import { N, numberOf } from '../passwords/srp-group.ts'

/** The bytes of a number of the group, as Java writes it. */
const MAX_BYTES = 385
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Texts inferred. */
export function readVerifier(config: DeviceSecretVerifierConfigType | undefined): SrpVerifier {
  const { PasswordVerifier = '', Salt = '' } = config ?? {}
  const verifier = numberIn(PasswordVerifier)
  const salt = numberIn(Salt)
  if (verifier === undefined || salt === undefined || verifier % N === 0n) {
    throw invalidParameter('Invalid device secret verifier config given.')
  }
  return { verifier: verifier.toString(16), salt: salt.toString(16) }
}

function numberIn(text: string): bigint | undefined {
  if (!BASE64.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.length > MAX_BYTES ? undefined : numberOf(bytes)
}
