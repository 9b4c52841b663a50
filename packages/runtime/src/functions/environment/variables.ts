import { dirname } from 'node:path'
import type { FunctionHost, FunctionVersion } from '../ports.ts'

export interface VariablesSource {
  readonly version: FunctionVersion
  readonly host: FunctionHost
  readonly awsNames: Readonly<Record<string, string>>
  readonly taskRoot: string
  readonly optRoot: string
  readonly tmp: string
  readonly logStream: string
}

/** As AWS said it for long. Functions that are spoken to in another way here find nobody there. */
const RUNTIME_API = '127.0.0.1:9001'
/** Nobody listens there: daemons of AWS X-Ray are spoken to by UDP. */
const XRAY_HOST = '127.0.0.1'
const XRAY_PORT = '2000'

/** All that a process of a function finds in its environment, before what its runtime adds. */
export interface Variables {
  /** The user's own values replace these. */
  readonly defaults: Readonly<Record<string, string>>
  readonly own: Readonly<Record<string, string>>
  /** Nobody replaces these: AWS refuses functions that try. */
  readonly reserved: Readonly<Record<string, string>>
}

export function variablesOf(source: VariablesSource): Variables {
  const { version, host, awsNames, taskRoot, optRoot, tmp, logStream } = source
  const { region } = version.place
  const { accessKeyId, secretAccessKey, sessionToken } = version.credentials()
  return {
    defaults: {
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      PATH: `${dirname(host.interpreters.node)}:/usr/local/bin:/usr/bin/:/bin:${optRoot}/bin`,
      LD_LIBRARY_PATH: `${taskRoot}:${taskRoot}/lib:${optRoot}/lib`,
      PWD: taskRoot,
      SHLVL: '0',
      TMPDIR: tmp,
      AWS_LAMBDA_RUNTIME_API: RUNTIME_API,
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_XRAY_DAEMON_ADDRESS: `${XRAY_HOST}:${XRAY_PORT}`,
      _AWS_XRAY_DAEMON_ADDRESS: XRAY_HOST,
      _AWS_XRAY_DAEMON_PORT: XRAY_PORT,
      AWS_ENDPOINT_URL: host.origin(),
      ...awsNames,
    },
    own: version.variables,
    reserved: {
      _HANDLER: version.handler,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      ...(!version.runtime.startsWith('provided') && { AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}` }),
      AWS_LAMBDA_FUNCTION_NAME: version.functionName,
      AWS_LAMBDA_FUNCTION_VERSION: version.version,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMb),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: version.logging.group,
      AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      ...(version.logging.format === 'JSON' && {
        AWS_LAMBDA_LOG_FORMAT: 'JSON',
        ...(version.logging.applicationLevel && { AWS_LAMBDA_LOG_LEVEL: version.logging.applicationLevel }),
      }),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      LAMBDA_TASK_ROOT: taskRoot,
      // Processes that a function leaves behind are recognized by it, since nobody replaces it.
      LAMBDA_RUNTIME_DIR: dirname(tmp),
    },
  }
}

export function joined({ defaults, own, reserved }: Variables, runtime: Readonly<Record<string, string>> = {}) {
  const variables: Record<string, string> = { ...defaults, ...runtime, ...own, ...reserved }
  // A program that Node has to load first stays, whatever else a function asks Node for.
  const needed = defaults.NODE_OPTIONS
  if (needed && own.NODE_OPTIONS !== undefined) variables.NODE_OPTIONS = `${needed} ${own.NODE_OPTIONS}`
  return variables
}
