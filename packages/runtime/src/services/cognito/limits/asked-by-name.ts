import type { CallContext } from '../../../kernel/operation.ts'
import { type AppClient, hidesUsers } from '../auth/client-access.ts'
import type { CognitoDeps } from '../deps.ts'
import { noUserOfClient } from '../users/errors.ts'
import { nobodyOf } from '../users/nobody.ts'
import type { UserRecord } from '../users/records.ts'
import { findUser } from '../users/repository.ts'
import { countRequest, type Limited } from './request-counts.ts'

/** Whom somebody names who has not signed in, once the request is counted: where the client hides users, it may be nobody. */
export async function askedByName(
  { reader, transact }: Pick<CallContext, 'reader' | 'transact'>,
  deps: CognitoDeps,
  { place, pool, client }: AppClient,
  limited: Limited,
  name: string,
): Promise<UserRecord> {
  const found = await findUser(reader, place, pool, name)
  if (!found && !hidesUsers(client)) throw noUserOfClient()
  const asked = found ?? nobodyOf(deps.vault, pool, name)
  await countRequest({ deps, place, pool, transact }, limited, asked)
  return asked
}
