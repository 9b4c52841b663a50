import type { CreateFunctionRequest } from '../../../generated/lambda.ts'
import type { LambdaFunction } from '../../../generated/resource-properties.ts'
import { ignoring, isAwsError, type Refusal } from '../../../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { Act, ResourceWait, StackIdentity, WaitingType } from '../../../kernel/resource-type.ts'
import { inlineArchive } from '../code/inline-code.ts'
import { functionArn } from '../names.ts'
import { changeTags, tagMap } from './tags.ts'

/** What the wait and the end need to know. */
type Ticket = {
  readonly kind: Act['kind']
  readonly name: string
  readonly properties: LambdaFunction
  readonly old?: LambdaFunction
  /** The creation came to no end: what has the name may be somebody else's. */
  readonly isUncertain?: boolean
}

/**
 * `AWS::Lambda::Function`. Code is put outside transactions, so it is a type that waits
 * (docs/decisions/0035-code-and-events-of-functions.md). What is set off twice ends the same: a function that has this
 * resource's tags is taken for the one that was made before a crash.
 */
export const functionType: WaitingType = {
  type: 'AWS::Lambda::Function',
  nameProperty: 'FunctionName',
  replaceOn: ['FunctionName', 'PackageType'],
  properties: {
    Architectures: 'recorded',
    Code: 'emulated',
    DeadLetterConfig: 'recorded',
    Description: 'emulated',
    Environment: 'emulated',
    EphemeralStorage: 'recorded',
    FunctionName: 'emulated',
    Handler: 'emulated',
    KmsKeyArn: 'recorded',
    Layers: 'emulated',
    LoggingConfig: 'emulated',
    MemorySize: 'emulated',
    PackageType: 'emulated',
    RecursiveLoop: 'recorded',
    ReservedConcurrentExecutions: 'emulated',
    Role: 'emulated',
    Runtime: 'emulated',
    RuntimeManagementConfig: 'recorded',
    SnapStart: 'recorded',
    Tags: 'emulated',
    Timeout: 'emulated',
    TracingConfig: 'recorded',
    VpcConfig: 'recorded',
  },

  refusals: (properties) => imageRefusals(properties),

  async begin(act, request) {
    const ticket = ticketOf(act, () => request.generateName({ maxLength: 64 }))
    return { ticket: ticket as unknown as JsonValue, physicalId: ticket.name }
  },

  async outcome(given, wait) {
    const ticket = given as unknown as Ticket
    if (ticket.kind === 'create') await create(ticket, wait)
    else if (ticket.kind === 'update') await update(ticket, ticket.old ?? ticket.properties, wait)
    else await remove(ticket, wait)
    return { result: null }
  },

  async end(given, _result, { place }) {
    const { name, properties } = given as unknown as Ticket
    const applyOn = properties.SnapStart?.ApplyOn ?? 'None'
    return {
      physicalId: name,
      attributes: {
        Arn: functionArn(place, name),
        'SnapStartResponse.ApplyOn': applyOn,
        'SnapStartResponse.OptimizationStatus': 'Off',
      },
    }
  },
}

function imageRefusals({ PackageType, Code }: JsonObject): Refusal[] {
  const isImage = PackageType === 'Image' || (typeof Code === 'object' && Code !== null && 'ImageUri' in Code)
  return isImage ? [{ feature: 'A function from a container image (PackageType Image)', recordable: undefined }] : []
}

function ticketOf(act: Act, generateName: () => string): Ticket {
  switch (act.kind) {
    case 'create': {
      const properties = act.properties as unknown as LambdaFunction
      return { kind: 'create', name: properties.FunctionName ?? generateName(), properties }
    }
    case 'update': {
      const { physicalId, properties } = act.previous
      const old = properties as unknown as LambdaFunction
      return { kind: 'update', name: physicalId, properties: act.properties as unknown as LambdaFunction, old }
    }
    case 'remove': {
      const { physicalId, properties, ticket } = act.previous
      const isUncertain = (ticket as Ticket | undefined)?.kind === 'create'
      return { kind: 'remove', name: physicalId, properties: properties as unknown as LambdaFunction, isUncertain }
    }
  }
}

async function create(ticket: Ticket, wait: ResourceWait): Promise<void> {
  const { name: FunctionName, properties: p } = ticket
  try {
    const Code = codeOf(p) as CreateFunctionRequest['Code']
    const Tags = tagMap(p.Tags)
    await wait.call('lambda', 'CreateFunction', { FunctionName, ...settingsOf(p), Role: p.Role, Code, Tags })
  } catch (error) {
    if (!isAwsError(error, 'ResourceConflictException') || !(await isOwn(FunctionName, wait))) throw error
    // A version of it may be in use already where the process ended between making and noting it.
    return update(ticket, undefined, wait)
  }
  await setAside(FunctionName, p, undefined, wait)
}

async function update(
  { name: FunctionName, properties: p }: Ticket,
  old: LambdaFunction | undefined,
  wait: ResourceWait,
): Promise<void> {
  const codeParts = ({ Code, Architectures }: LambdaFunction) => JSON.stringify([Code, Architectures])
  if (!old || codeParts(old) !== codeParts(p)) {
    const Architectures = p.Architectures ?? ['x86_64']
    await wait.call('lambda', 'UpdateFunctionCode', { FunctionName, Architectures, ...codeOf(p) })
  }
  // What a template leaves out goes back to what it would have been.
  await wait.call('lambda', 'UpdateFunctionConfiguration', {
    FunctionName,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    Environment: {},
    Layers: [],
    DeadLetterConfig: {},
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${FunctionName}` },
    ...withoutArchitectures(settingsOf(p)),
    ...(old?.VpcConfig && !p.VpcConfig && { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }),
    Role: p.Role,
  })
  await setAside(FunctionName, p, old, wait)
  await changeTags(functionArn(wait.place, FunctionName), old?.Tags, p.Tags, wait)
}

/** What has operations of its own. */
async function setAside(
  FunctionName: string,
  p: LambdaFunction,
  old: LambdaFunction | undefined,
  { call }: ResourceWait,
): Promise<void> {
  const ReservedConcurrentExecutions = p.ReservedConcurrentExecutions
  if (ReservedConcurrentExecutions !== undefined) {
    await call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions })
  } else if (old?.ReservedConcurrentExecutions !== undefined) {
    await call('lambda', 'DeleteFunctionConcurrency', { FunctionName })
  }
  const RecursiveLoop = p.RecursiveLoop ?? (old?.RecursiveLoop && 'Terminate')
  if (RecursiveLoop) await call('lambda', 'PutFunctionRecursionConfig', { FunctionName, RecursiveLoop })
  const management = p.RuntimeManagementConfig ?? (old?.RuntimeManagementConfig && { UpdateRuntimeOn: 'Auto' })
  if (management) await call('lambda', 'PutRuntimeManagementConfig', { FunctionName, ...management })
}

async function remove({ name: FunctionName, isUncertain }: Ticket, wait: ResourceWait): Promise<void> {
  if (FunctionName === '' || (isUncertain && !(await isOwn(FunctionName, wait)))) return
  await ignoring('ResourceNotFoundException', wait.call('lambda', 'DeleteFunction', { FunctionName }))
}

/** Whether this very resource has made it. */
async function isOwn(FunctionName: string, { call, stack, logicalId }: ResourceWait): Promise<boolean> {
  const found = await ignoring('ResourceNotFoundException', call('lambda', 'GetFunction', { FunctionName }))
  const tags = found?.Tags ?? {}
  return tags['aws:cloudformation:stack-id'] === idOf(stack) && tags['aws:cloudformation:logical-id'] === logicalId
}

const idOf = ({ stackId }: StackIdentity) => stackId

function codeOf({ Code, Runtime }: LambdaFunction) {
  const { ZipFile, S3Bucket, S3Key, S3ObjectVersion } = Code
  return ZipFile === undefined ? { S3Bucket, S3Key, S3ObjectVersion } : { ZipFile: inlineArchive(Runtime, ZipFile) }
}

function settingsOf(p: LambdaFunction) {
  return {
    Architectures: p.Architectures,
    DeadLetterConfig: p.DeadLetterConfig,
    Description: p.Description,
    Environment: p.Environment,
    EphemeralStorage: p.EphemeralStorage,
    Handler: p.Handler,
    KMSKeyArn: p.KmsKeyArn,
    Layers: p.Layers,
    LoggingConfig: p.LoggingConfig,
    MemorySize: p.MemorySize,
    Runtime: p.Runtime,
    SnapStart: p.SnapStart,
    Timeout: p.Timeout,
    TracingConfig: p.TracingConfig,
    VpcConfig: p.VpcConfig,
  }
}

/** Only what is given: the rest stays at what it would have been. */
function withoutArchitectures({ Architectures: _, ...settings }: ReturnType<typeof settingsOf>) {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as Partial<typeof settings>
}
