import type { Event } from './pipe.ts'

/** Members in the order in which the client of either generation sets them: a context that is printed keeps it. */
export function contextOfThird(context: object, event: Event): object {
  passTraceId(event)
  const { clientContext, identity, ...rest } = ofEvent(event)
  const { functionName, functionVersion, ...limits } = ofEnvironment()
  return Object.assign(context, { functionVersion, functionName, ...limits }, { clientContext, identity }, rest)
}

export function contextOfFourth(event: Event): object {
  const { getRemainingTimeInMillis, ...rest } = ofEvent(event)
  passTraceId(event)
  return { ...rest, xRayTraceId: event.traceId, getRemainingTimeInMillis, ...ofEnvironment() }
}

function ofEnvironment() {
  const { env } = process
  return {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  }
}

function ofEvent({ clientContext, cognitoIdentity, invokedArn, requestId, deadlineMs }: Event) {
  return {
    clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
    identity: cognitoIdentity === undefined ? undefined : JSON.parse(cognitoIdentity),
    invokedFunctionArn: invokedArn,
    awsRequestId: requestId,
    tenantId: undefined,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  }
}

function passTraceId({ traceId }: Event): void {
  if (traceId) process.env._X_AMZN_TRACE_ID = traceId
  else delete process.env._X_AMZN_TRACE_ID
}
