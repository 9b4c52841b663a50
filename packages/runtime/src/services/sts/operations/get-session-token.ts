import { notEmulated } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { sessionCredentials } from '../credentials.ts'
import { operation } from '../deps.ts'
import { noSessionFromSession } from '../errors.ts'
import { refuseTokenSize } from './session-policy.ts'

/** Callers with long-term keys act as their account's root, for whom AWS cuts every session down to an hour. */
export const ROOT_SESSION_LIMIT_SECONDS = 3600

export const getSessionToken = operation('GetSessionToken', async (input, deps, ctx) => {
  refuseSessions('GetSessionToken', ctx)
  if (input.SerialNumber !== undefined || input.TokenCode !== undefined) throw notEmulated('GetSessionToken with MFA')
  refuseTokenSize(input)
  const duration = Math.min(input.DurationSeconds ?? ROOT_SESSION_LIMIT_SECONDS, ROOT_SESSION_LIMIT_SECONDS)
  return { Credentials: sessionCredentials({ account: ctx.place.account }, duration, deps) }
})

export function refuseSessions(name: string, ctx: CallContext): void {
  if (ctx.caller.accessKeyId.startsWith('ASIA')) throw noSessionFromSession(name)
}
