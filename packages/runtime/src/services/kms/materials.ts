import type { CallContext } from '../../kernel/operation.ts'
import type { Random } from '../../kernel/random.ts'
import type { Sealed, Vault } from '../../kernel/vault.ts'
import { collection } from '../../store/collection.ts'
import type { KeyRecord } from './records.ts'

const materials = collection<{ readonly sealed: Sealed }>('kms/material')
const BYTES = 32

/**
 * What a symmetric key encrypts with. It is made when the key is first used, and stays the same for good: that a key is
 * rotated on AWS is nothing that its users see.
 */
export async function materialOf(
  ctx: Pick<CallContext, 'place' | 'reader' | 'transact'>,
  { vault, random }: { readonly vault: Vault; readonly random: Random },
  { id }: KeyRecord,
): Promise<Buffer> {
  const { place, reader, transact } = ctx
  const { sealed } =
    (await materials.find(reader, place, id)) ??
    (await transact(async (tx) => {
      const present = await materials.find(tx, place, id)
      if (present) return present
      const made = { sealed: vault.seal(random.bytes(BYTES).toString('base64')) }
      materials.put(tx, place, id, made)
      return made
    }))
  return Buffer.from(vault.open(sealed), 'base64')
}
