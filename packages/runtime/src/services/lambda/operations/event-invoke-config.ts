import type {
  DestinationConfig,
  FunctionEventInvokeConfig,
  OnSuccess,
  PutFunctionEventInvokeConfigRequest,
  UpdateFunctionEventInvokeConfigRequest,
} from '../../../generated/lambda.ts'
import { parseArn } from '../../../kernel/arn.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { type LambdaDeps, operation } from '../deps.ts'
import { invalidParameter, notFound } from '../errors.ts'
import { type FunctionReference, functionArn, functionReference, LATEST, parseFunctionArn } from '../names.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import type { EventConfigRecord } from '../records.ts'
import { eventConfigs, findVersion, functions, within } from '../repository.ts'

export const putFunctionEventInvokeConfig = operation('PutFunctionEventInvokeConfig', (input, deps, ctx) =>
  write(input, deps, ctx, false),
)

/** Merges, where `Put` replaces (recorded). */
export const updateFunctionEventInvokeConfig = operation('UpdateFunctionEventInvokeConfig', (input, deps, ctx) =>
  write(input, deps, ctx, true),
)

async function write(
  input: PutFunctionEventInvokeConfigRequest | UpdateFunctionEventInvokeConfigRequest,
  { clock }: LambdaDeps,
  ctx: CallContext,
  merges: boolean,
): Promise<FunctionEventInvokeConfig> {
  const { place } = ctx
  const { name, qualifier = LATEST } = functionReference(input.FunctionName, input.Qualifier, place)
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input
  if ([MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig].every((value) => value === undefined)) {
    throw invalidParameter('You must specify at least one of error handling or destination setting.')
  }
  return ctx.transact(async (tx) => {
    await requireTarget(tx, place, { name, qualifier })
    checkServices(DestinationConfig)
    for (const side of [DestinationConfig?.OnSuccess, DestinationConfig?.OnFailure]) {
      if (side?.Destination !== undefined) await checkDestination(tx, place, name, side.Destination)
    }
    const before = await eventConfigs.find(tx, place, within(name, qualifier))
    if (merges && !before) throw noConfig(place, name, qualifier)
    const kept = merges ? before : undefined
    const record: EventConfigRecord = {
      qualifier,
      modifiedAt: clock.now(),
      MaximumRetryAttempts: MaximumRetryAttempts ?? kept?.MaximumRetryAttempts,
      MaximumEventAgeInSeconds: MaximumEventAgeInSeconds ?? kept?.MaximumEventAgeInSeconds,
      DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...kept?.DestinationConfig, ...DestinationConfig },
    }
    eventConfigs.put(tx, place, within(name, qualifier), record)
    return toWire(place, name, record)
  })
}

export const getFunctionEventInvokeConfig = operation('GetFunctionEventInvokeConfig', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  const { name, qualifier = LATEST } = functionReference(input.FunctionName, input.Qualifier, place)
  const found = await eventConfigs.find(reader, place, within(name, qualifier))
  if (!found) throw noConfig(place, name, qualifier)
  return toWire(place, name, found)
})

export const deleteFunctionEventInvokeConfig = operation(
  'DeleteFunctionEventInvokeConfig',
  async (input, _deps, ctx) => {
    const { place } = ctx
    const { name, qualifier = LATEST } = functionReference(input.FunctionName, input.Qualifier, place)
    await ctx.transact(async (tx) => {
      const id = within(name, qualifier)
      if (!(await eventConfigs.find(tx, place, id))) throw noConfig(place, name, qualifier)
      eventConfigs.delete(tx, place, id)
    })
  },
)

export const listFunctionEventInvokeConfigs = operation('ListFunctionEventInvokeConfigs', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  if (!(await functions.find(reader, place, name))) throw noFunction()
  const { items, next } = await readPage(
    pageRequest('ListFunctionEventInvokeConfigs', input, ctx, PAGE_SIZE),
    sorted(await eventConfigs.list(reader, place, { prefix: within(name) }), ({ qualifier }) => [qualifier]),
  )
  return { FunctionEventInvokeConfigs: items.map((item) => toWire(place, name, item)), NextMarker: next }
})

async function requireTarget(reader: Reader, place: Place, { name, qualifier }: FunctionReference): Promise<void> {
  const record = await functions.find(reader, place, name)
  if (!record || !(await findVersion(reader, place, record, qualifier))) throw noFunction()
}

/** Documented: what can be a destination. */
const DESTINATIONS: ReadonlySet<string> = new Set(['events', 'lambda', 's3', 'sns', 'sqs'])

/** Text recorded: the whole of it, as Java prints it. */
function checkServices(config: DestinationConfig | undefined): void {
  const sides = [config?.OnSuccess, config?.OnFailure]
  const services = sides.map((side) => side?.Destination && parseArn(side.Destination)?.service)
  if (services.every((service) => !service || DESTINATIONS.has(service))) return
  const printed = (name: string, side: OnSuccess | undefined) =>
    side ? `${name}(destination=${side.Destination ?? 'null'})` : 'null'
  throw invalidParameter(
    `The provided destination config DestinationConfig(onSuccess=${printed('OnSuccess', config?.OnSuccess)}, ` +
      `onFailure=${printed('OnFailure', config?.OnFailure)}) is invalid.`,
  )
}

/** Texts recorded. Destinations that are no function are recorded. */
async function checkDestination(reader: Reader, place: Place, name: string, arn: string): Promise<void> {
  const named = parseFunctionArn(arn)
  if (!named) return
  if (named.name === name && named.place.region === place.region) {
    throw invalidParameter("You can't specify the function as a destination for itself.")
  }
  const record = await functions.find(reader, named.place, named.name)
  if (!record || !(await findVersion(reader, named.place, record, named.qualifier))) {
    throw invalidParameter(`The destination ARN ${arn} is invalid.`)
  }
}

function toWire(place: Place, name: string, record: EventConfigRecord): FunctionEventInvokeConfig {
  const { qualifier, modifiedAt, ...config } = record
  return { FunctionArn: functionArn(place, name, qualifier), LastModified: new Date(modifiedAt), ...config }
}

const noFunction = () => notFound("The function doesn't exist.")

function noConfig(place: Place, name: string, qualifier: string) {
  return notFound(`The function ${functionArn(place, name, qualifier)} doesn't have an EventInvokeConfig`)
}
