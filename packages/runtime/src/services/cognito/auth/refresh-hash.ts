import { within } from '../repository.ts'
import { users } from '../users/repository.ts'
import type { Attempt } from './attempt.ts'
import { checkSecretHash } from './client-access.ts'
import { readRefreshToken } from './refresh-token.ts'

/** The hash is over the name that the user really has (observed), which the token leads to. */
export async function checkRefreshHash(
  { deps, client, place, reader }: Attempt,
  token: string,
  hash: string | undefined,
): Promise<void> {
  const read = readRefreshToken(deps.vault, token)
  const user = read && (await users.find(reader, place, within(read.poolId, read.userKey)))
  // A token that leads to nobody is refused for itself, once the client has sent some hash.
  if (user) checkSecretHash(client, deps.vault, user.username, hash)
  else if (!hash) checkSecretHash(client, deps.vault, '', hash)
}
