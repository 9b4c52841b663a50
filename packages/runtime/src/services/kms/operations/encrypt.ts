import { notEmulated } from '../../../kernel/errors.ts'
import { SYMMETRIC } from '../algorithms.ts'
import { encrypted } from '../cipher-text.ts'
import { operation } from '../deps.ts'
import { opened, usableKey } from '../usable-key.ts'
import { materialId } from '../wire.ts'

export const encrypt = operation('Encrypt', async (input, deps, ctx) => {
  const { KeyId, Plaintext, EncryptionContext = {}, EncryptionAlgorithm: algorithm, DryRun } = input
  const key = await usableKey(ctx, deps, KeyId, { operation: 'Encrypt', algorithm, dryRun: DryRun })
  const CiphertextBlob = encrypted(key, Plaintext, EncryptionContext, deps.random)
  return { CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: SYMMETRIC }
})

export const decrypt = operation('Decrypt', async (input, deps, ctx) => {
  const { CiphertextBlob, KeyId: keyId, EncryptionContext: context, EncryptionAlgorithm: algorithm, DryRun } = input
  if (input.Recipient) throw notEmulated('A recipient in a Nitro enclave (Recipient)')
  const source = { operation: 'Decrypt', keyId, context, algorithm, dryRun: DryRun }
  const { key, plaintext } = await opened(ctx, deps, CiphertextBlob, source)
  return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm: SYMMETRIC, KeyMaterialId: materialId(key) }
})

export const reEncrypt = operation('ReEncrypt', async (input, deps, ctx) => {
  const named = { operation: 'ReEncrypt', dryRun: input.DryRun }
  const { key: source, plaintext } = await opened(ctx, deps, input.CiphertextBlob, {
    ...{ operation: named.operation, keyId: input.SourceKeyId, context: input.SourceEncryptionContext },
    algorithm: input.SourceEncryptionAlgorithm,
  })
  const algorithm = input.DestinationEncryptionAlgorithm
  const key = await usableKey(ctx, deps, input.DestinationKeyId, { ...named, algorithm })
  return {
    CiphertextBlob: encrypted(key, plaintext, input.DestinationEncryptionContext ?? {}, deps.random),
    SourceKeyId: source.arn,
    KeyId: key.arn,
    SourceEncryptionAlgorithm: SYMMETRIC,
    DestinationEncryptionAlgorithm: SYMMETRIC,
    SourceKeyMaterialId: materialId(source),
    DestinationKeyMaterialId: materialId(key),
  }
})
