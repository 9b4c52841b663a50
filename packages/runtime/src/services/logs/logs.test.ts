import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogsApi } from '../../generated/logs.ts'
import { callContext } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import { silentLogger } from '../../kernel/logger.ts'
import type { InputOf } from '../../kernel/operation.ts'
import { unsafeSeededRandom } from '../../kernel/random.ts'
import type { Service } from '../../kernel/service.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createLogsService } from './index.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const random = unsafeSeededRandom()
let clock: ReturnType<typeof manualClock>
let store: Store
let service: Service

beforeEach(async () => {
  clock = manualClock(Date.UTC(2030, 0, 1, 12))
  store = await openSqliteStore({ path: undefined })
  service = createLogsService({ clock, random, store, logger: silentLogger })
})
afterEach(() => store.close())

const call = <O extends keyof LogsApi & string>(name: O, input: InputOf<'logs', O>) =>
  callContext(store, service).call('logs', name, input)

async function stream(group = 'g', ...names: string[]) {
  await call('CreateLogGroup', { logGroupName: group })
  for (const logStreamName of names) await call('CreateLogStream', { logGroupName: group, logStreamName })
}
const put = (logStreamName: string, events: [offsetMs: number, message: string][], logGroupName = 'g') =>
  call('PutLogEvents', {
    logGroupName,
    logStreamName,
    logEvents: events.map(([offset, message]) => ({ timestamp: clock.now() + offset, message })),
  })
const filtered = async (more: object = {}) => {
  const { events = [] } = await call('FilterLogEvents', { logGroupName: 'g', ...more })
  return events.map(({ message }) => message)
}

describe('events', () => {
  it('of all streams are read in the order of their time, with ids of their own', async () => {
    await stream('g', 'a', 'b')
    await put('a', [
      [0, 'a0'],
      [20, 'a20'],
      [90_000, 'a90000'],
    ])
    await put('b', [
      [10, 'b10'],
      [20, 'b20'],
    ])
    // A later request may bring what happened earlier.
    await put('a', [
      [-5, 'a-5'],
      [15, 'a15'],
    ])
    const { events = [] } = await call('FilterLogEvents', { logGroupName: 'g', interleaved: true })
    expect(events.map(({ message }) => message).sort()).toEqual(['a-5', 'a0', 'a15', 'a20', 'a90000', 'b10', 'b20'])
    expect(events.map(({ timestamp = 0 }) => timestamp - clock.now())).toEqual([-5, 0, 10, 15, 20, 20, 90_000])
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(7)
    const again = await call('FilterLogEvents', { logGroupName: 'g', startTime: clock.now() + 20 })
    expect(again.events).toEqual(events.slice(4))
  })

  it('are filtered by time, stream and pattern, a page at a time', async () => {
    await stream('g', 'a/1', 'a/2', 'b')
    for (const name of ['a/1', 'a/2', 'b']) {
      await put(name, [
        [0, `${name} INFO`],
        [1000, `${name} ERROR`],
      ])
    }
    expect(await filtered({ filterPattern: 'ERROR', logStreamNamePrefix: 'a/' })).toEqual(
      ['a/1 ERROR', 'a/2 ERROR'].sort(),
    )
    expect(await filtered({ logStreamNames: ['b'], endTime: clock.now() + 1000 })).toEqual(['b INFO'])
    expect(await filtered({ startTime: clock.now() + 1, logStreamNames: ['b'] })).toEqual(['b ERROR'])
    const seen: string[] = []
    let nextToken: string | undefined
    do {
      const page = await call('FilterLogEvents', { logGroupName: 'g', limit: 2, nextToken })
      seen.push(...(page.events ?? []).map(({ message = '' }) => message))
      nextToken = page.nextToken
    } while (nextToken)
    expect(seen).toHaveLength(6)
    expect(new Set(seen).size).toBe(6)
    await expect(filtered({ logStreamNames: ['none'] })).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    await expect(filtered({ logStreamNames: ['b'], logStreamNamePrefix: 'b' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
    await expect(filtered({ nextToken: 'zzz' })).rejects.toMatchObject({
      message: 'The specified nextToken is invalid.',
    })
  })

  it('of one stream are read forwards and backwards; at the end the same token comes back', async () => {
    await stream('g', 's')
    await put(
      's',
      Array.from({ length: 5 }, (_, n) => [n, `e${n}`]),
    )
    const get = async (more: object) => {
      const { events = [], ...tokens } = await call('GetLogEvents', {
        logGroupName: 'g',
        logStreamName: 's',
        limit: 2,
        ...more,
      })
      return { texts: events.map(({ message }) => message), ...tokens }
    }
    const newest = await get({})
    expect(newest.texts).toEqual(['e3', 'e4'])
    const before = await get({ nextToken: newest.nextBackwardToken })
    expect(before.texts).toEqual(['e1', 'e2'])
    expect((await get({ nextToken: before.nextForwardToken })).texts).toEqual(['e3', 'e4'])
    const end = await get({ nextToken: newest.nextForwardToken })
    expect(end).toMatchObject({ texts: [], nextForwardToken: newest.nextForwardToken })
    expect((await get({ startFromHead: true })).texts).toEqual(['e0', 'e1'])
    await expect(get({ nextToken: 'f/1/s' })).rejects.toMatchObject({ message: 'The specified nextToken is invalid.' })
  })

  it('that are too old, too new or past the retention are rejected, the others kept', async () => {
    await stream('g', 's')
    expect(
      await put('s', [
        [-14 * DAY_MS - HOUR_MS, 'old'],
        [-14 * DAY_MS + 1, 'kept'],
      ]),
    ).toMatchObject({
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 },
    })
    expect(
      await put('s', [
        [0, 'now'],
        [3 * HOUR_MS, 'new'],
      ]),
    ).toMatchObject({
      rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 },
    })
    expect(await filtered()).toEqual(['kept', 'now'])
    await call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 7 })
    expect(await filtered()).toEqual(['now'])
    expect(await put('s', [[-8 * DAY_MS, 'expired']])).toMatchObject({
      rejectedLogEventsInfo: { expiredLogEventEndIndex: 1 },
    })
    clock.advance(8 * DAY_MS)
    await put('s', [[0, 'later']])
    expect(await filtered()).toEqual(['later'])
    expect(await store.list({ kind: 'logs/chunk' })).toHaveLength(1)
  })

  it('in the wrong order, over more than a day or more than a megabyte are refused', async () => {
    await stream('g', 's')
    await expect(
      put('s', [
        [5, 'b'],
        [4, 'a'],
      ]),
    ).rejects.toMatchObject({
      message: 'Log events in a single PutLogEvents request must be in chronological order.',
    })
    await expect(
      put('s', [
        [-DAY_MS - 1, 'b'],
        [0, 'a'],
      ]),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' })
    await expect(put('s', [[0, 'x'.repeat(1_048_576 - 25)]])).rejects.toMatchObject({
      message: 'Upload too large: 1048577 bytes exceeds limit of 1048576',
    })
    await expect(put('none', [[0, 'x']])).rejects.toMatchObject({
      message: 'The specified log stream does not exist.',
    })
    await expect(put('s', [[0, 'x']], 'none')).rejects.toMatchObject({
      message: 'The specified log group does not exist.',
    })
  })

  it('spread over many chunks are all found, whatever order they were written in', async () => {
    await stream('g', 's')
    for (const minute of [9, 3, 6, 0, 12]) {
      await put(
        's',
        Array.from({ length: 60 }, (_, n) => [minute * 60_000 + n * 3000, `${minute}:${n}`]),
      )
    }
    const { events = [] } = await call('FilterLogEvents', { logGroupName: 'g' })
    const times = events.map(({ timestamp = 0 }) => timestamp)
    expect(times).toHaveLength(300)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(await filtered({ startTime: clock.now() + 720_000 + 177_000 })).toEqual(['12:59'])
  })
})

describe('groups', () => {
  it('are described as AWS was recorded to describe them', async () => {
    await call('CreateLogGroup', { logGroupName: '/app/one', tags: { k: 'v' } })
    await call('CreateLogGroup', { logGroupName: '/app/two' })
    const { logGroups = [] } = await call('DescribeLogGroups', { logGroupNamePrefix: '/app/' })
    expect(logGroups[0]).toEqual({
      logGroupName: '/app/one',
      creationTime: clock.now(),
      metricFilterCount: 0,
      arn: 'arn:aws:logs:eu-west-1:111111111111:log-group:/app/one:*',
      storedBytes: 0,
      logGroupClass: 'STANDARD',
      logGroupArn: 'arn:aws:logs:eu-west-1:111111111111:log-group:/app/one',
      deletionProtectionEnabled: false,
    })
    expect(logGroups).toHaveLength(2)
    const page = await call('DescribeLogGroups', { limit: 1 })
    expect((await call('DescribeLogGroups', { limit: 1, nextToken: page.nextToken })).logGroups).toMatchObject([
      { logGroupName: '/app/two' },
    ])
    await expect(
      call('DescribeLogGroups', { logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }),
    ).rejects.toMatchObject({
      message: 'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    })
    await expect(call('CreateLogGroup', { logGroupName: '/app/one' })).rejects.toMatchObject({
      code: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    })
    await expect(call('CreateLogGroup', { logGroupName: 'aws/own' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Log groups starting with AWS/ are reserved for AWS.',
    })
  })

  it('take their streams and events with them', async () => {
    await stream('g', 's')
    await put('s', [[0, 'x']])
    await call('DeleteLogGroup', { logGroupName: 'g' })
    await stream('g', 's')
    expect(await filtered()).toEqual([])
    await expect(call('DeleteLogGroup', { logGroupName: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
  })

  it('are tagged by ARN and by name, and keep only documented retentions', async () => {
    await stream('g')
    const resourceArn = 'arn:aws:logs:eu-west-1:111111111111:log-group:g'
    await call('TagResource', { resourceArn, tags: { a: '1', b: '2' } })
    await call('UntagLogGroup', { logGroupName: 'g', tags: ['a'] })
    expect(await call('ListTagsForResource', { resourceArn })).toEqual({ tags: { b: '2' } })
    await expect(call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 2 })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
    await call('PutLogGroupDeletionProtection', { logGroupIdentifier: 'g', deletionProtectionEnabled: true })
    await expect(call('DeleteLogGroup', { logGroupName: 'g' })).rejects.toMatchObject({ code: 'ValidationException' })
  })
})

it('lists streams by name or by their last event', async () => {
  await stream('g', 'a', 'b', 'c')
  await put('b', [[5, 'x']])
  await put('a', [[9, 'x']])
  const names = async (more: object) =>
    (await call('DescribeLogStreams', { logGroupName: 'g', ...more })).logStreams?.map(
      ({ logStreamName }) => logStreamName,
    )
  expect(await names({})).toEqual(['a', 'b', 'c'])
  expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual(['a', 'b', 'c'])
  expect(await names({ logStreamNamePrefix: 'b' })).toEqual(['b'])
  await expect(names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'b' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  })
  await expect(names({ logGroupIdentifier: 'g' })).rejects.toMatchObject({ code: 'ValidationException' })
})

describe('resource policies', () => {
  const document = (service: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'logs:PutLogEvents', Resource: '*' }],
    })
  const put = (policyName: string, service = 'events.amazonaws.com') =>
    call('PutResourcePolicy', { policyName, policyDocument: document(service) })
  const described = async () => (await call('DescribeResourcePolicies', {})).resourcePolicies

  it('are kept by name, changed and deleted', async () => {
    const wire = (policyName: string, service: string) => ({
      policyName,
      policyDocument: document(service),
      lastUpdatedTime: clock.now(),
      policyScope: 'ACCOUNT',
    })
    expect(await put('a')).toEqual({ resourcePolicy: wire('a', 'events.amazonaws.com') })
    await put('b')
    clock.advance(1000)
    await put('a', 'route53.amazonaws.com')
    expect(await described()).toMatchObject([wire('a', 'route53.amazonaws.com'), { policyName: 'b' }])
    await call('DeleteResourcePolicy', { policyName: 'a' })
    expect(await described()).toMatchObject([{ policyName: 'b' }])
    await expect(call('DeleteResourcePolicy', { policyName: 'a' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Policy with name [a] does not exist.',
    })
  })

  it('are ten at most', async () => {
    for (let i = 0; i < 10; i++) await put(`p${i}`)
    await put('p0')
    await expect(put('one more')).rejects.toMatchObject({
      code: 'LimitExceededException',
      message: 'Resource limit exceeded.',
    })
  })

  it('of one log group are refused by name', async () => {
    const resourceArn = 'arn:aws:logs:us-east-1:123456789012:log-group:g'
    for (const refused of [
      () => call('PutResourcePolicy', { resourceArn, policyDocument: document('s') }),
      () => call('DescribeResourcePolicies', { policyScope: 'RESOURCE' }),
      () => call('DeleteResourcePolicy', { resourceArn }),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: 'NotImplementedException' })
    }
  })
})
