import type { Event } from './pipe.ts'

/**
 * Members in the order in which the client of either generation sets them: a context that is printed keeps it. Each is
 * named, since objects that are put together cost a good part of what the runtime does for an invocation.
 */
export function contextOfThird(context: object, event: Event): object {
  passTraceId(event)
  const of = functionItself()
  const { deadlineMs } = event
  const made = context as Record<string, unknown>
  made.functionVersion = of.functionVersion
  made.functionName = of.functionName
  made.memoryLimitInMB = of.memoryLimitInMB
  made.logGroupName = of.logGroupName
  made.logStreamName = of.logStreamName
  made.clientContext = parsed(event.clientContext)
  made.identity = parsed(event.cognitoIdentity)
  made.invokedFunctionArn = event.invokedArn
  made.awsRequestId = event.requestId
  made.tenantId = undefined
  made.getRemainingTimeInMillis = () => deadlineMs - Date.now()
  return made
}

export function contextOfFourth(event: Event): object {
  passTraceId(event)
  const of = functionItself()
  const { deadlineMs } = event
  return {
    clientContext: parsed(event.clientContext),
    identity: parsed(event.cognitoIdentity),
    invokedFunctionArn: event.invokedArn,
    awsRequestId: event.requestId,
    tenantId: undefined,
    xRayTraceId: event.traceId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    functionName: of.functionName,
    functionVersion: of.functionVersion,
    memoryLimitInMB: of.memoryLimitInMB,
    logGroupName: of.logGroupName,
    logStreamName: of.logStreamName,
  }
}

interface FunctionItself {
  readonly functionName: string | undefined
  readonly functionVersion: string | undefined
  readonly memoryLimitInMB: string | undefined
  readonly logGroupName: string | undefined
  readonly logStreamName: string | undefined
}

let itself: FunctionItself | undefined

/** Read once, with the first event: Node asks the C library for a variable each time, and copies what it says. */
function functionItself(): FunctionItself {
  const { env } = process
  itself ??= {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  }
  return itself
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json)
}

function passTraceId({ traceId }: Event): void {
  if (traceId) process.env._X_AMZN_TRACE_ID = traceId
  else delete process.env._X_AMZN_TRACE_ID
}
