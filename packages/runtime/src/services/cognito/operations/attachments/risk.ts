import type { RiskConfigurationType } from '../../../../generated/cognito-idp.ts'
import { AwsError } from '../../../../kernel/errors.ts'
import { ALL_CLIENTS, type RiskRecord } from '../../attachments/records.ts'
import { requireTarget, risks } from '../../attachments/repository.ts'
import { operation } from '../../deps.ts'
import { requirePool, within } from '../../repository.ts'
import { usesThreatProtection } from '../../user-pool/settings.ts'
import { requireTier } from '../../user-pool/tier-rules.ts'

/** Kept and shown: nobody is judged by it. Only pools with threat protection have one (recorded: the tier's text). */
export const setRiskConfiguration = operation('SetRiskConfiguration', async (input, { clock }, ctx) => {
  const { UserPoolId, ClientId } = input
  return ctx.transact(async (tx) => {
    const { settings } = await requirePool(tx, ctx.place, UserPoolId)
    requireTier(settings, 'PLUS', 'Threat Protection')
    if (!usesThreatProtection(settings)) {
      // Text inferred.
      throw new AwsError('UserPoolAddOnNotEnabledException', 'Threat protection is not enabled for this user pool.')
    }
    const clientId = await requireTarget(tx, ctx.place, UserPoolId, ClientId)
    const id = within(UserPoolId, clientId)
    const before = await risks.find(tx, ctx.place, id)
    const now = clock.now()
    const record: RiskRecord = {
      poolId: UserPoolId,
      clientId,
      createdAt: before?.createdAt ?? now,
      modifiedAt: now,
      compromisedCredentials: input.CompromisedCredentialsRiskConfiguration,
      accountTakeover: input.AccountTakeoverRiskConfiguration,
      exceptions: input.RiskExceptionConfiguration,
    }
    risks.put(tx, ctx.place, id, record)
    return { RiskConfiguration: toWire(record) }
  })
})

/** What was never set is shown without a date (inferred). */
export const describeRiskConfiguration = operation(
  'DescribeRiskConfiguration',
  async ({ UserPoolId, ClientId }, _deps, ctx) => {
    const clientId = await requireTarget(ctx.reader, ctx.place, UserPoolId, ClientId)
    const record = await risks.find(ctx.reader, ctx.place, within(UserPoolId, clientId))
    return { RiskConfiguration: record ? toWire(record) : { UserPoolId, ClientId } }
  },
)

function toWire(record: RiskRecord): RiskConfigurationType {
  return {
    UserPoolId: record.poolId,
    ClientId: record.clientId === ALL_CLIENTS ? undefined : record.clientId,
    CompromisedCredentialsRiskConfiguration: record.compromisedCredentials,
    AccountTakeoverRiskConfiguration: record.accountTakeover,
    RiskExceptionConfiguration: record.exceptions,
    LastModifiedDate: new Date(record.modifiedAt),
  }
}
