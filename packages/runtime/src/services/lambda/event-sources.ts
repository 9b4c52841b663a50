import type {
  CreateEventSourceMappingRequest,
  EventSourceMappingConfiguration,
  UpdateEventSourceMappingRequest,
} from '../../generated/lambda.ts'
import { parseArn } from '../../kernel/arn.ts'
import { isJsonObject, type JsonValue } from '../../kernel/json.ts'
import { invalidParameter } from './errors.ts'

/* What AWS adds to a mapping, and refuses of one, by the kind of its source. All of it recorded, but where it says so. */

type SourceKind = 'queue' | 'stream' | 'other'

export function sourceKindOf(arn: string | undefined): SourceKind {
  const service = parseArn(arn ?? '')?.service
  if (service === 'sqs') return 'queue'
  return service === 'dynamodb' || service === 'kinesis' ? 'stream' : 'other'
}

/** `Enabled`, the function and tags are told elsewhere. */
type Asked = Omit<CreateEventSourceMappingRequest, 'Enabled' | 'FunctionName' | 'Tags'>

/** The settings of a new mapping, with AWS's defaults. */
export function newMappingSettings(asked: Asked): EventSourceMappingConfiguration {
  const kind = sourceKindOf(asked.EventSourceArn)
  checkPosition(kind, asked)
  checkMapping(kind, asked)
  const { FilterCriteria, ...rest } = asked
  return {
    ...(kind === 'stream' && STREAM_DEFAULTS),
    ...(kind !== 'other' && { FunctionResponseTypes: [] }),
    MaximumBatchingWindowInSeconds: 0,
    BatchSize: kind === 'queue' ? 10 : 100,
    ...given(rest),
    ...(kind === 'stream' && { DestinationConfig: { OnFailure: asked.DestinationConfig?.OnFailure ?? {} } }),
    ...(FilterCriteria?.Filters?.length && { FilterCriteria }),
    StateTransitionReason: kind === 'stream' ? 'User action' : 'USER_INITIATED',
  }
}

const STREAM_DEFAULTS: EventSourceMappingConfiguration = {
  BisectBatchOnFunctionError: false,
  LastProcessingResult: 'No records processed',
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  ParallelizationFactor: 1,
  TumblingWindowInSeconds: 0,
}

/** Of a new mapping, and of a changed one with what it keeps. */
export function checkMapping(kind: SourceKind, asked: Omit<UpdateEventSourceMappingRequest, 'UUID'>): void {
  if (kind === 'queue') {
    if (asked.DestinationConfig !== undefined) {
      throw invalidParameter('Unsupported DestinationConfig parameter for given event source mapping type.')
    }
    if ((asked.BatchSize ?? 0) > 10 && !asked.MaximumBatchingWindowInSeconds) {
      throw invalidParameter(
        'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
      )
    }
  }
  for (const { Pattern } of asked.FilterCriteria?.Filters ?? []) {
    if (Pattern !== undefined && !isPattern(Pattern)) throw invalidParameter('Invalid filter pattern definition.')
  }
}

function checkPosition(kind: SourceKind, { EventSourceArn = '', StartingPosition }: Asked): void {
  if (kind !== 'stream') return
  if (StartingPosition === undefined) {
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    )
  }
  if (StartingPosition === 'AT_TIMESTAMP' && parseArn(EventSourceArn)?.service === 'dynamodb') {
    throw invalidParameter(`Unsupported starting position for arn type: ${EventSourceArn}`)
  }
}

export function mappingExists(kind: SourceKind, source: string, functionName: string, id: string): string {
  const both = `(" ${source} ") and function (" ${functionName} ")`
  const which =
    kind === 'queue'
      ? `An event source mapping with SQS arn ${both} already exists`
      : `The event source arn ${both} provided mapping already exists`
  return `${which}. Please update or delete the existing mapping with UUID ${id}`
}

/** Documented: an object whose leaves are lists. */
function isPattern(text: string): boolean {
  const isNode = (value: JsonValue): boolean =>
    Array.isArray(value) ? value.length > 0 : isJsonObject(value) && Object.values(value).every(isNode)
  try {
    const pattern = JSON.parse(text) as JsonValue
    return isJsonObject(pattern) && isNode(pattern)
  } catch {
    return false
  }
}

function given<T extends object>(settings: T): T {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T
}
