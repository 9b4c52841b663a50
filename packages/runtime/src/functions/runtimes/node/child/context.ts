import type { Event } from './pipe.ts'

/**
 * Members in the order in which the client of either generation sets them: a context that is printed keeps it. Each is
 * named, since objects that are put together cost a good part of what the runtime does for an invocation.
 */
export function contextOfThird(context: object, event: Event): object {
  passTraceId(event)
  const { env } = process
  const { deadlineMs } = event
  const made = context as Record<string, unknown>
  made.functionVersion = env.AWS_LAMBDA_FUNCTION_VERSION
  made.functionName = env.AWS_LAMBDA_FUNCTION_NAME
  made.memoryLimitInMB = env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE
  made.logGroupName = env.AWS_LAMBDA_LOG_GROUP_NAME
  made.logStreamName = env.AWS_LAMBDA_LOG_STREAM_NAME
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
  const { env } = process
  const { deadlineMs } = event
  return {
    clientContext: parsed(event.clientContext),
    identity: parsed(event.cognitoIdentity),
    invokedFunctionArn: event.invokedArn,
    awsRequestId: event.requestId,
    tenantId: undefined,
    xRayTraceId: event.traceId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  }
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json)
}

function passTraceId({ traceId }: Event): void {
  if (traceId) process.env._X_AMZN_TRACE_ID = traceId
  else delete process.env._X_AMZN_TRACE_ID
}
