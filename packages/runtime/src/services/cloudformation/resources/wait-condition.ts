import type { Clock } from '../../../kernel/clock.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { Outcome, ResourceWait, WaitingType } from '../../../kernel/resource-type.ts'
import type { Sleep } from '../../../kernel/sleep.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { ProvisioningError } from '../errors.ts'
import { readHandleAddress } from '../wait-conditions/handle-address.ts'
import { judgeSignals, timedOut } from '../wait-conditions/judge-signals.ts'
import { signalsOf } from '../wait-conditions/signals.ts'

interface WaitConditionDeps {
  readonly clock: Clock
  readonly vault: Vault
  readonly sleep: Sleep
}

/** What a creation waits for. A removal waits for nothing. */
type Ticket = {
  readonly address: string
  readonly count: number
  readonly deadline: number
  readonly physicalId: string
}

const POLL_MS = 250
/** Half a day (documented). */
const MAX_TIMEOUT_SECONDS = 43_200
const TYPE = 'AWS::CloudFormation::WaitCondition'

/**
 * `AWS::CloudFormation::WaitCondition`: done when as many signals have come as it counts. The time that it takes is the
 * server's clock's, which can be moved.
 */
export function waitConditionType(deps: WaitConditionDeps): WaitingType {
  return {
    type: TYPE,
    properties: { Count: 'emulated', Handle: 'emulated', Timeout: 'emulated' },

    async begin(act, { stack }) {
      if (act.kind === 'remove') return { ticket: null }
      // Documented: updates are not supported. The text is general knowledge.
      if (act.kind === 'update') throw new ProvisioningError(`Update to resource type ${TYPE} is not supported.`)
      const { handle, address, count, timeoutSeconds } = read(act.properties)
      // Observed: named after its handle (Accenture/adop-doa-materials#10).
      const physicalId = `${stack.stackId}/${handle.logicalId}`
      const ticket: Ticket = { address, count, deadline: deps.clock.now() + timeoutSeconds * 1000, physicalId }
      return { ticket, physicalId }
    },

    async outcome(ticket, wait) {
      return ticket === null ? { result: null } : awaitSignals(deps, ticket as Ticket, wait)
    },

    async end(ticket, result) {
      const { physicalId = '' } = (ticket ?? {}) as Partial<Ticket>
      return { physicalId, attributes: { Data: result, Id: physicalId } }
    },
  }
}

async function awaitSignals(
  { clock, vault, sleep }: WaitConditionDeps,
  { address, count, deadline }: Ticket,
  { reader, signal }: ResourceWait,
): Promise<Outcome> {
  const handle = readHandleAddress(address)
  if (!handle) return { failure: INVALID_HANDLE }
  for (;;) {
    signal.throwIfAborted()
    const isLate = clock.now() >= deadline
    const verdict = judgeSignals(await signalsOf(reader, vault, handle), count)
    if (verdict.kind === 'complete') return { result: verdict.data }
    if (verdict.kind === 'failed') return { failure: verdict.reason }
    if (isLate) return { failure: timedOut(verdict.received, count) }
    await sleep(POLL_MS, signal)
  }
}

const INVALID_HANDLE = 'Invalid Handle: it must be the reference of a wait condition handle'

/** The texts of refusals are inferred; the limits are documented. */
function read({ Handle, Timeout, Count = 1 }: JsonObject) {
  const address = typeof Handle === 'string' ? Handle : ''
  const handle = readHandleAddress(address)
  if (!handle) throw new ProvisioningError(INVALID_HANDLE)
  const timeoutSeconds = Number(Timeout ?? Number.NaN)
  if (!(timeoutSeconds >= 0 && timeoutSeconds <= MAX_TIMEOUT_SECONDS)) {
    throw new ProvisioningError(`Value of property Timeout must be a number from 0 to ${MAX_TIMEOUT_SECONDS}`)
  }
  const count = Number(Count)
  if (!Number.isInteger(count) || count < 1) throw new ProvisioningError('Value of property Count must be at least 1')
  return { handle, address, count, timeoutSeconds }
}
