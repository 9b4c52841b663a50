import type { NotificationConfiguration } from '../../../generated/s3.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { Random } from '../../../kernel/random.ts'
import { operation } from '../deps.ts'
import { buckets, changeBucket } from '../repository.ts'

/** Recorded: nobody is notified, and destinations are not looked for. */
export const putBucketNotificationConfiguration = operation(
  'PutBucketNotificationConfiguration',
  async (input, { random }, ctx) => {
    const notifications = named(input.NotificationConfiguration, random)
    await changeBucket(ctx, input, (bucket) => ({ ...bucket, notifications }))
  },
)

export const getBucketNotificationConfiguration = operation(
  'GetBucketNotificationConfiguration',
  async (input, _deps, ctx) => (await buckets.require(ctx.reader, ctx.place, input)).notifications ?? {},
)

/** What comes without an id is given one (documented). */
function named(wanted: NotificationConfiguration, random: Random): NotificationConfiguration {
  const withIds = <T extends { readonly Id?: string }>(list: readonly T[] | undefined) =>
    list?.map((each) => ({ ...each, Id: each.Id ?? uuid(random) }))
  return {
    TopicConfigurations: withIds(wanted.TopicConfigurations),
    QueueConfigurations: withIds(wanted.QueueConfigurations),
    LambdaFunctionConfigurations: withIds(wanted.LambdaFunctionConfigurations),
    EventBridgeConfiguration: wanted.EventBridgeConfiguration,
  }
}
