import type { Clock } from '../../../kernel/clock.ts'
import { epochSeconds } from '../../../kernel/clock.ts'
import type { Random } from '../../../kernel/random.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'
import { handleAddress } from '../wait-conditions/handle-address.ts'

const SIGNATURE_BYTES = 20
/** A wait takes at most half a day; the address outlives it. */
const VALID_SECONDS = 24 * 60 * 60
const ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'

/** `AWS::CloudFormation::WaitConditionHandle`. `Ref` is the address that signals are sent to. */
export function waitConditionHandleType({ clock, random }: { clock: Clock; random: Random }): InstantType {
  return {
    type: 'AWS::CloudFormation::WaitConditionHandle',
    properties: {},
    async create(_properties, { origin, stack, logicalId }) {
      const physicalId = handleAddress(
        origin,
        { stackId: stack.stackId, logicalId },
        {
          accessKeyId: ACCESS_KEY_ID,
          expires: epochSeconds(clock) + VALID_SECONDS,
          signature: random.bytes(SIGNATURE_BYTES).toString('base64url'),
        },
      )
      return { physicalId, attributes: { Id: physicalId } }
    },
    update: async (_properties, { physicalId, attributes }) => ({ physicalId, attributes }),
    // What proves a signal right is the stack's record of the handle: there is nothing else of it.
    remove: async () => {},
  }
}
