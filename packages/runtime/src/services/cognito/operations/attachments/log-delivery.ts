import type { LogConfigurationType } from '../../../../generated/cognito-idp.ts'
import { logDeliveries } from '../../attachments/repository.ts'
import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'
import { requirePool } from '../../repository.ts'
import { requireTier } from '../../user-pool/tier-rules.ts'

/** The only level of each source (documented: API reference, LogConfigurationType). */
const LEVELS: Readonly<Record<string, string>> = { userNotification: 'ERROR', userAuthEvents: 'INFO' }

/** Kept and shown: nothing is delivered. The whole list is replaced (documented). */
export const setLogDeliveryConfiguration = operation(
  'SetLogDeliveryConfiguration',
  async ({ UserPoolId, LogConfigurations }, _deps, ctx) => {
    await ctx.transact(async (tx) => {
      const { settings } = await requirePool(tx, ctx.place, UserPoolId)
      for (const configuration of LogConfigurations) checkConfiguration(configuration)
      const sources = LogConfigurations.map(({ EventSource }) => EventSource)
      if (new Set(sources).size < sources.length) throw invalidParameter('An EventSource can be configured only once.')
      if (sources.includes('userAuthEvents')) requireTier(settings, 'PLUS', 'User Activity Log Export')
      logDeliveries.put(tx, ctx.place, UserPoolId, { configurations: LogConfigurations })
    })
    return { LogDeliveryConfiguration: { UserPoolId, LogConfigurations } }
  },
)

export const getLogDeliveryConfiguration = operation(
  'GetLogDeliveryConfiguration',
  async ({ UserPoolId }, _deps, ctx) => {
    await requirePool(ctx.reader, ctx.place, UserPoolId)
    const record = await logDeliveries.find(ctx.reader, ctx.place, UserPoolId)
    return { LogDeliveryConfiguration: { UserPoolId, LogConfigurations: record?.configurations ?? [] } }
  },
)

/** Documented; the texts are inferred. */
function checkConfiguration(configuration: LogConfigurationType): void {
  const { EventSource, LogLevel, CloudWatchLogsConfiguration, S3Configuration, FirehoseConfiguration } = configuration
  if (LEVELS[EventSource] !== LogLevel) {
    throw invalidParameter(`LogLevel of ${EventSource} must be ${LEVELS[EventSource]}.`)
  }
  const destinations = [CloudWatchLogsConfiguration, S3Configuration, FirehoseConfiguration].filter(Boolean)
  if (destinations.length !== 1) throw invalidParameter('A log configuration must have exactly one destination.')
  if (EventSource === 'userNotification' && !CloudWatchLogsConfiguration) {
    throw invalidParameter('userNotification can be delivered to CloudWatch Logs only.')
  }
}
