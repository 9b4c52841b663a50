import { invalidParameter } from '../errors.ts'

/** Documented among Lambda's environment variables as those that users cannot set. */
const RESERVED: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
])

const MOST_BYTES = 4096

/** Texts observed and recorded. */
export function checkVariables(variables: Readonly<Record<string, string>> | undefined): void {
  if (variables === undefined) return
  const reserved = Object.keys(variables).filter((name) => RESERVED.has(name))
  if (reserved.length > 0) {
    throw unable(
      'the environment variables you have provided contains reserved keys that are currently not supported for ' +
        `modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    )
  }
  const text = JSON.stringify(variables)
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw unable(`the environment variables you have provided exceeded the 4KB limit. String measured: ${text}`)
  }
}

function unable(because: string) {
  return invalidParameter(`Lambda was unable to configure your environment variables because ${because}`)
}
