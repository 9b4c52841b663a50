import type { Call, CallContext } from './operation.ts'
import type { Place } from './place.ts'
import { type InstantType, type ResourceRequest, requireInstantType } from './resource-type.ts'
import type { Service } from './service.ts'
import type { Reader, Transact } from './transaction.ts'

/** How tests of a service call it: as a client does, with inputs that have passed the model, or as CloudFormation does. */

export const HOME: Place = { account: '111111111111', region: 'eu-west-1' }

interface Storage extends Reader {
  readonly transact: Transact
}

const notUsed = (): Promise<never> => Promise.reject(new Error('this service keeps nothing'))

/** For services that only compute. */
export const nothingStored: Storage = { get: notUsed, list: notUsed, transact: notUsed }

/** A call by the root of an account. `call` reaches the operations of `service`, with the same context. */
export function callContext(
  store: Storage,
  service?: Pick<Service, 'operations'>,
  { place = HOME, ...more }: Partial<CallContext> = {},
): CallContext {
  const { account } = place
  const context: CallContext = {
    place,
    caller: { accessKeyId: account, arn: `arn:aws:iam::${account}:root`, userId: account },
    requestId: 'test',
    origin: 'http://127.0.0.1:4566',
    transact: store.transact,
    reader: store,
    call: (async (_service: string, name: string, input: unknown) => {
      const operation = service?.operations.get(name)
      if (!operation) throw new Error(`${name} is not bound`)
      return operation(input, context)
    }) as Call,
    ...more,
  }
  return context
}

/** What a resource type is handed: names that it asks for are `stack-{logicalId}-1A2B3C4D5E6F`. */
export function resourceRequest(context: CallContext, logicalId = 'Logical'): ResourceRequest {
  return {
    ...context,
    logicalId,
    stack: { stackId: 'arn:stack', stackName: 'stack', tags: {} },
    generateName({ maxLength, lowerCase }) {
      const name = `stack-${logicalId}-1A2B3C4D5E6F`.slice(0, maxLength)
      return lowerCase ? name.toLowerCase() : name
    },
  }
}

export function instantTypeOf({ resourceTypes }: Pick<Service, 'resourceTypes'>, type: string): InstantType {
  const found = resourceTypes.find((candidate) => candidate.type === type)
  if (!found) throw new Error(`no type ${type}`)
  return requireInstantType(found)
}
