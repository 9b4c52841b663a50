import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateFunctionCommand, type LoggingConfig } from '@aws-sdk/client-lambda'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { logsOf } from '../support/logs.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { until } from '../support/until.ts'

const ACCOUNT = '333300000064'
const { lambda, logs } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const { create, inputOf, invoke } = functionsOf(lambda, ACCOUNT)
const { linesOf } = logsOf(logs)

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`

/** All events of a function's group, once the one that ends an invocation is there. */
async function allLines(name: string, end: string): Promise<string[]> {
  await until(`${end} in the log of ${name}`, async () => (await linesOf(name, `"${end}"`)).length > 0)
  return linesOf(name)
}

describe('the log of Python', () => {
  const CODE = `import logging
logging.basicConfig(level=logging.DEBUG, format='%(message)s')
def handler(event, context):
    logging.getLogger().info('unheard')
    logging.getLogger().warning('a warning')
    print('one\\ntwo')
    if event.get('fail'):
        raise ValueError('no')`

  it('has a level, a time and the request before what is logged, and prints line by line (lambda 5.8)', async () => {
    const name = await create(CODE, { Runtime: 'python3.13' })
    const { requestId } = await invoke(name, {})
    const lines = await allLines(name, 'REPORT')
    expect(lines).toContainEqual(
      expect.stringMatching(new RegExp(`^\\[WARNING\\]\t${TIME}\t${requestId}\ta warning\n$`)),
    )
    expect(lines.filter((line) => /^(one|two)\n$/.test(line))).toEqual(['one\n', 'two\n'])
    expect(lines.join('')).not.toContain('unheard')
  })

  it('has an error that nobody catches as one event (lambda 5.9)', async () => {
    const name = await create(CODE, { Runtime: 'python3.13' })
    await invoke(name, { fail: true })
    const error = (await allLines(name, 'REPORT')).filter((line) => line.startsWith('[ERROR]'))
    expect(error).toHaveLength(1)
    expect(error[0]).toMatch(
      /^\[ERROR\] ValueError: no[\r\n]Traceback \(most recent call last\):[\r\n].*File ".*index\.py"/s,
    )
  })

  it('and its answer tell of an error at import under its own class, from importlib on (lambda 5.4)', async () => {
    const name = await create("raise Exception('Runtime startup fails')", { Runtime: 'python3.13' })
    const { failed, text } = await invoke(name, {})
    const error = JSON.parse(text)
    expect(failed).toBe('Unhandled')
    expect(error).toMatchObject({ errorMessage: 'Runtime startup fails', errorType: 'Exception', requestId: '' })
    expect(error.stackTrace[0]).toMatch(/importlib\/__init__\.py", line \d+, in import_module\n/)
    expect(error.stackTrace.at(-1)).toMatch(
      /index\.py", line 1, in <module>\n {4}raise Exception\('Runtime startup fails'\)\n$/,
    )
  })
})

describe('a group of its own', () => {
  it('may be among those of AWS, and not among those that are reserved (lambda 9.1.2)', async () => {
    const LogGroup = `/aws/own/${uniqueName('group')}`
    const name = await create('exports.handler = async () => console.log("in its own")', {
      LoggingConfig: { LogGroup },
    })
    await invoke(name, {})
    await until('its line', async () => (await linesOf(name, '"in its own"', LogGroup)).length > 0)
    const reserved = inputOf('', { LoggingConfig: { LogGroup: 'aws/own' } })
    expect(await refusalOf(lambda.send(new CreateFunctionCommand(reserved)))).toMatchObject({
      name: 'InvalidParameterValueException',
      status: 400,
    })
    expect(await refusalOf(logs.send(new CreateLogGroupCommand({ logGroupName: 'aws/own' })))).toEqual({
      name: 'InvalidParameterException',
      message: 'Log groups starting with AWS/ are reserved for AWS.',
      status: 400,
    })
  })
})

it('the report of an invocation tells of its init on a cold start only (lambda 9.2.2)', async () => {
  const name = await create('exports.handler = async () => 1')
  const reportOf = (log: string) => log.split('\n').find((line) => line.startsWith('REPORT'))
  const ms = String.raw`[\d.]+ ms`
  const usual = `Duration: ${ms}\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: \\d+ MB\t`
  const cold = await invoke(name, {})
  expect(reportOf(cold.log)).toMatch(
    new RegExp(`^REPORT RequestId: ${cold.requestId}\t${usual}Init Duration: ${ms}\t$`),
  )
  const warm = await invoke(name, {})
  expect(reportOf(warm.log)).toMatch(new RegExp(`^REPORT RequestId: ${warm.requestId}\t${usual}$`))
})

describe('a log of JSON', () => {
  const CODE = `exports.handler = async ({ fail }) => {
    console.debug('debug'); console.info('info'); console.warn('warn'); console.error('error')
    process.stdout.write('no JSON\\n')
    process.stdout.write('{"level":"error","message":"written"}\\n')
    if (fail) process.exit(1)
  }`
  /** Types of the platform's events, and messages of the function's. */
  async function logged(LoggingConfig: LoggingConfig, event: object, end: string) {
    const name = await create(CODE, { LoggingConfig: { LogFormat: 'JSON', ...LoggingConfig } })
    await invoke(name, event)
    const lines = await allLines(name, end)
    const events = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
    return {
      platform: events.flatMap(({ type }) => (type === undefined ? [] : [type])),
      messages: events.flatMap(({ message }) => (message === undefined ? [] : [message])),
      raw: lines.filter((line) => !line.startsWith('{')),
      events,
    }
  }

  it.each([
    ['INFO', ['platform.initStart', 'platform.start', 'platform.report']],
    [
      'DEBUG',
      [
        'platform.initStart',
        'platform.initRuntimeDone',
        'platform.initReport',
        'platform.start',
        'platform.runtimeDone',
        'platform.report',
      ],
    ],
  ] as const)('has of the platform what %s asks for (lambda 9.3.2)', async (SystemLogLevel, expected) => {
    const { platform, events } = await logged({ SystemLogLevel }, {}, 'platform.report')
    expect(platform).toEqual(expected)
    expect(events.find(({ type }) => type === 'platform.report').record).toMatchObject({ status: 'success' })
  })

  it('has of the platform failures only where WARN is asked for (lambda 9.3.2)', async () => {
    const well = await logged({ SystemLogLevel: 'WARN' }, {}, 'written')
    expect(well.platform).toEqual([])
    const failed = await logged({ SystemLogLevel: 'WARN' }, { fail: true }, 'platform.report')
    expect(failed.platform).toEqual(['platform.runtimeDone', 'platform.report'])
    expect(failed.events.find(({ type }) => type === 'platform.report').record).toMatchObject({
      status: 'error',
      errorType: 'Runtime.ExitError',
    })
  })

  it('has of the function what is no less than its level; what has none is INFO (lambda 9.3.3)', async () => {
    const all = await logged({ ApplicationLogLevel: 'DEBUG' }, {}, 'platform.report')
    expect(all.messages).toEqual(expect.arrayContaining(['debug', 'info', 'warn', 'error', 'written']))
    expect(all.raw.map((line) => line.trim())).toEqual(['no JSON'])
    const fewer = await logged({ ApplicationLogLevel: 'WARN' }, {}, 'platform.report')
    expect([...fewer.messages].sort()).toEqual(['error', 'warn', 'written'])
    expect(fewer.raw).toEqual([])
  })
})

describe('a filter pattern', () => {
  const logGroupName = uniqueName('/patterns')
  const MESSAGES = [
    'ERROR in one place',
    'ERROR in another place',
    'WARN in one place',
    '{"level":"ERROR","status":503}',
    '{"level":"INFO","status":200}',
    '127.0.0.1 frank 404',
    '127.0.0.1 frank 200',
  ]
  beforeAll(async () => {
    const logStreamName = 's'
    await logs.send(new CreateLogGroupCommand({ logGroupName }))
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
    const timestamp = Date.now()
    const logEvents = MESSAGES.map((message) => ({ timestamp, message }))
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }))
  })

  it.each([
    ['takes all where it is empty', '', [0, 1, 2, 3, 4, 5, 6]],
    ['wants each of its terms', 'ERROR another', [1]],
    ['wants a phrase as it is', '"one place"', [0, 2]],
    ['wants any of its optional terms', '?WARN ?another', [1, 2]],
    ['wants none of its excluded terms', 'place -ERROR', [2]],
    ['looks into JSON', '{ $.level = "ERROR" }', [3]],
    ['compares within JSON', '{ $.status >= 200 && $.status < 300 }', [4]],
    ['looks into columns', '[ip, user, status = 404]', [5]],
  ])('%s (lambda 9.4.4)', async (_, filterPattern, fitting) => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }))
    expect(events.map(({ message }) => message)).toEqual(fitting.map((at) => MESSAGES[at]))
  })
})
