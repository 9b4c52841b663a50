import { isAwsError, notEmulated } from '../../kernel/errors.ts'
import type { CallContext } from '../../kernel/operation.ts'
import { SYMMETRIC } from './algorithms.ts'
import { type CipherText, decrypted, type EncryptionContext, readCipherText } from './cipher-text.ts'
import type { KmsDeps } from './deps.ts'
import {
  disabled,
  dryRun,
  incorrectKey,
  invalidCiphertext,
  invalidKeyUsage,
  invalidState,
  unknownKey,
} from './errors.ts'
import { materialOf } from './materials.ts'
import { type KeyRecord, keyState } from './records.ts'
import { keys } from './repository.ts'

interface Wanted {
  /** As AWS's texts name it. */
  readonly operation: string
  readonly algorithm?: string | undefined
  readonly dryRun?: boolean | undefined
}

export interface UsableKey extends KeyRecord {
  readonly material: Buffer
}

/** A key that may encrypt and decrypt now. Policies and grants are not asked: nobody's are on this server. */
export async function usableKey(ctx: CallContext, deps: KmsDeps, keyId: string, wanted: Wanted): Promise<UsableKey> {
  return usable(ctx, deps, await keys.require(ctx.reader, ctx.place, keyId, deps.clock), wanted)
}

/** Decrypts with the key that the ciphertext names, which has to be the one that the caller means. */
export async function opened(
  ctx: CallContext,
  deps: KmsDeps,
  blob: Uint8Array | undefined,
  source: Wanted & { readonly keyId?: string | undefined; readonly context: EncryptionContext | undefined },
): Promise<{ readonly key: UsableKey; readonly plaintext: Buffer }> {
  const meant = source.keyId === undefined ? undefined : await usableKey(ctx, deps, source.keyId, source)
  const cipherText = blob && readCipherText(blob)
  if (!cipherText) throw invalidCiphertext()
  if (meant && meant.id !== cipherText.keyId) throw incorrectKey()
  const key = meant ?? (await usable(ctx, deps, await keyOf(ctx, deps, cipherText), source))
  const plaintext = decrypted(cipherText, key.material, source.context ?? {})
  if (!plaintext) throw invalidCiphertext()
  return { key, plaintext }
}

async function keyOf(ctx: CallContext, { clock }: KmsDeps, { keyId }: CipherText): Promise<KeyRecord> {
  try {
    return await keys.require(ctx.reader, ctx.place, keyId, clock)
  } catch (error) {
    throw isAwsError(error, 'NotFoundException') ? unknownKey() : error
  }
}

async function usable(ctx: CallContext, deps: KmsDeps, key: KeyRecord, wanted: Wanted): Promise<UsableKey> {
  const { arn, keyUsage, keySpec } = key
  if (keyState(key) === 'PendingDeletion') throw invalidState(arn, 'pending deletion')
  if (keyState(key) === 'Disabled') throw disabled(arn)
  if (keyUsage !== 'ENCRYPT_DECRYPT') {
    throw invalidKeyUsage(`${arn} key usage is ${keyUsage} which is not valid for ${wanted.operation}.`)
  }
  if (keySpec !== SYMMETRIC) throw notEmulated(`${wanted.operation} with a key of spec ${keySpec}`)
  if (wanted.algorithm !== undefined && wanted.algorithm !== SYMMETRIC) {
    throw invalidKeyUsage(`Algorithm ${wanted.algorithm} and key spec ${keySpec} are incompatible with each other.`)
  }
  if (wanted.dryRun) throw dryRun()
  return { ...key, material: await materialOf(ctx, deps, key) }
}
