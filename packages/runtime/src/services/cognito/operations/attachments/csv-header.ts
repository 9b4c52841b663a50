import { operation } from '../../deps.ts'
import { requirePool } from '../../repository.ts'

/**
 * The columns of a file of users: the pool's attributes in their order, and what Cognito itself wants to know
 * (documented: API reference, GetCSVHeader). Imports themselves are refused by name.
 */
export const getCSVHeader = operation('GetCSVHeader', async ({ UserPoolId }, _deps, ctx) => {
  const { schema } = await requirePool(ctx.reader, ctx.place, UserPoolId)
  const attributes = schema.map(({ Name = '' }) => Name).filter((name) => name !== 'sub' && name !== 'identities')
  return { UserPoolId, CSVHeader: [...attributes, 'cognito:mfa_enabled', 'cognito:username'] }
})
