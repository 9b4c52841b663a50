import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { uniqueName } from '../support/names.ts'

const origin = inject('origin')
const ACCOUNT = '333300000063'
const { lambda } = awsClients({ origin, account: ACCOUNT })
const { create, invoke } = functionsOf(lambda, ACCOUNT)

const jsonOf = async (name: string) => JSON.parse((await invoke(name, {})).text)

const NODE_VARIABLES = 'exports.handler = async () => process.env'
const PYTHON_VARIABLES = 'import os\ndef handler(event, context): return dict(os.environ)'

/** Of both languages (recorded), by what stands in them where that is the same everywhere. */
const variablesOf = (name: string, runtime: string) => ({
  AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}$/),
  AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^[\d.]+:\d+/),
  AWS_REGION: 'us-east-1',
  AWS_SECRET_ACCESS_KEY: expect.any(String),
  AWS_SESSION_TOKEN: expect.any(String),
  AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  AWS_XRAY_DAEMON_ADDRESS: expect.stringMatching(/^[\d.]+:2000$/),
  LAMBDA_RUNTIME_DIR: expect.stringMatching(/^\//),
  LAMBDA_TASK_ROOT: expect.stringMatching(/^\//),
  LANG: 'en_US.UTF-8',
  LD_LIBRARY_PATH: expect.stringMatching(/\/lib/),
  OWN: 'x',
  PATH: expect.stringMatching(/:\/usr\/local\/bin:\/usr\/bin\/:\/bin:.*\/bin$/),
  PWD: expect.stringMatching(/^\//),
  SHLVL: '0',
  TZ: ':UTC',
  _AWS_XRAY_DAEMON_ADDRESS: expect.stringMatching(/^[\d.]+$/),
  _AWS_XRAY_DAEMON_PORT: '2000',
  _HANDLER: 'index.handler',
  _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[\da-f]{8}-[\da-f]{24};/),
})
const SETTINGS = { MemorySize: 256, Environment: { Variables: { OWN: 'x' } } }

describe('the variables of a function', () => {
  it('of Node are all those that were recorded (lambda 3.1.1, 3.1.2)', async () => {
    const name = await create(NODE_VARIABLES, { ...SETTINGS, Runtime: 'nodejs24.x' })
    const found = await jsonOf(name)
    expect(found).toMatchObject({
      ...variablesOf(name, 'nodejs24.x'),
      NODE_PATH: expect.stringMatching(
        /\/nodejs\/node24\/node_modules:.*\/nodejs\/node_modules:.*\/node_modules:.*[^:]$/,
      ),
    })
    expect(found.HOME).toBeUndefined()
    expect(found.NODE_PATH.split(':').at(-1)).toBe(found.LAMBDA_TASK_ROOT)
    expect(found.PWD).toBe(found.LAMBDA_TASK_ROOT)
  })

  it('of Python are all those that were recorded (lambda 3.1.1, 3.1.2)', async () => {
    const name = await create(PYTHON_VARIABLES, { ...SETTINGS, Runtime: 'python3.13' })
    const found = await jsonOf(name)
    expect(found).toMatchObject({
      ...variablesOf(name, 'python3.13'),
      LC_CTYPE: 'C.UTF-8',
      PYTHONPATH: found.LAMBDA_RUNTIME_DIR,
    })
    expect(found.HOME).toBeUndefined()
  })

  it('are replaced by those of its own that users may set (lambda 3.1.4)', async () => {
    const Variables = {
      LANG: 'C',
      PATH: '/usr/bin:/bin:/own',
      LD_LIBRARY_PATH: '/own/lib',
      NODE_PATH: '/own/modules',
      TZ: 'Europe/Madrid',
      AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:3000',
    }
    expect(await jsonOf(await create(NODE_VARIABLES, { Environment: { Variables } }))).toMatchObject(Variables)
    const python = { PYTHONPATH: '/own/python', LANG: 'C' }
    const inPython = await create(PYTHON_VARIABLES, { Runtime: 'python3.13', Environment: { Variables: python } })
    expect(await jsonOf(inPython)).toMatchObject(python)
    const options = { NODE_OPTIONS: '--stack-trace-limit=3' }
    const limited = await create('exports.handler = async () => Error.stackTraceLimit', {
      Environment: { Variables: options },
    })
    expect(await jsonOf(limited)).toBe(3)
  })
})

describe('the credentials of a function', () => {
  const CODE = `exports.handler = async () => ({
    accessKeyId: process.env.AWS_ACCESS_KEY_ID,
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
    sessionToken: process.env.AWS_SESSION_TOKEN,
  })`
  it.each([
    [uniqueName('named'), ''],
    ['x', '@lambda_function'],
  ])('are a session of its role under its name: %s (lambda 3.1.6)', async (FunctionName, ending) => {
    const credentials = await jsonOf(await create(CODE, { FunctionName }))
    const { sts } = awsClients({ origin, credentials })
    const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}))
    expect(Account).toBe(ACCOUNT)
    expect(Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/r/${FunctionName}${ending}`)
  })
})

describe('the SDK of a function', () => {
  it('is there without being brought along, and not its second version (lambda 4.8.1)', async () => {
    const code = `exports.handler = async () => ['@aws-sdk/client-sts', '@smithy/core', 'aws-sdk'].map((name) => {
      try { return typeof require(name) } catch (error) { return error.code }
    })`
    expect(await jsonOf(await create(code))).toEqual(['object', 'object', 'MODULE_NOT_FOUND'])
  })

  it('finds this server by AWS_ENDPOINT_URL (lambda 2.4.4)', async () => {
    const code = `const { GetCallerIdentityCommand, STSClient } = require('@aws-sdk/client-sts')
      exports.handler = async () => {
        const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}))
        return { Arn, url: process.env.AWS_ENDPOINT_URL }
      }`
    const name = await create(code, { Timeout: 20 })
    const { Arn, url } = await jsonOf(name)
    expect(Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/r/${name}`)
    expect(new URL(url).port).toBe(new URL(origin).port)
  })
})
