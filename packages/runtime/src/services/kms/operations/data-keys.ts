import type { GenerateDataKeyWithoutPlaintextRequest } from '../../../generated/kms.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { encrypted } from '../cipher-text.ts'
import { type KmsDeps, operation } from '../deps.ts'
import { validationException } from '../errors.ts'
import { usableKey } from '../usable-key.ts'
import { materialId } from '../wire.ts'

const BYTES_OF: Readonly<Record<string, number>> = { AES_128: 16, AES_256: 32 }

export const generateDataKey = operation('GenerateDataKey', async (input, deps, ctx) => {
  if (input.Recipient) throw notEmulated('A recipient in a Nitro enclave (Recipient)')
  return dataKey('GenerateDataKey', input, deps, ctx)
})

export const generateDataKeyWithoutPlaintext = operation(
  'GenerateDataKeyWithoutPlaintext',
  async (input, deps, ctx) => {
    const { Plaintext: _, ...answer } = await dataKey('GenerateDataKeyWithoutPlaintext', input, deps, ctx)
    return answer
  },
)

async function dataKey(
  name: string,
  { KeyId, KeySpec, NumberOfBytes, EncryptionContext = {}, DryRun }: GenerateDataKeyWithoutPlaintextRequest,
  deps: KmsDeps,
  ctx: CallContext,
) {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw validationException('Please specify either number of bytes or key spec.')
  }
  const key = await usableKey(ctx, deps, KeyId, { operation: name, dryRun: DryRun })
  // A copy: what is drawn from a block of randomness shares it with what follows.
  const Plaintext = Buffer.from(deps.random.bytes(NumberOfBytes ?? BYTES_OF[KeySpec ?? ''] ?? 0))
  const CiphertextBlob = encrypted(key, Plaintext, EncryptionContext, deps.random)
  return { CiphertextBlob, Plaintext, KeyId: key.arn, KeyMaterialId: materialId(key) }
}

export const generateRandom = operation('GenerateRandom', async (input, { random }) => {
  const { NumberOfBytes } = input
  if (input.Recipient) throw notEmulated('A recipient in a Nitro enclave (Recipient)')
  if (input.CustomKeyStoreId !== undefined) throw notEmulated('A custom key store')
  if (NumberOfBytes === undefined) throw validationException('NumberOfBytes is required.')
  return { Plaintext: Buffer.from(random.bytes(NumberOfBytes)) }
})
