import { describe, expect, it } from 'vitest'
import type { WireRequest } from '../kernel/wire.ts'
import { createForwarder, type PassedAnswer, type PassedRequest } from './forwarder.ts'
import { forwardsOf } from './forwards.ts'

const OK: PassedAnswer = { status: 200, headers: [], body: 'ok' }

function forwarding(entries: readonly string[], answer: () => PassedAnswer = () => OK) {
  const sent: PassedRequest[] = []
  const forwarder = createForwarder(forwardsOf(entries), async (request) => {
    sent.push(request)
    return answer()
  })
  return { forwarder, sent }
}

const request = (more: Partial<WireRequest> = {}): WireRequest => ({
  method: 'POST',
  path: '/q',
  query: 'a=1',
  headers: {},
  rawHeaders: ['Host', 'sqs.eu-west-1.amazonaws.com', 'X-Custom', 'kept', 'Connection', 'close', 'Content-Length', '2'],
  host: 'sqs.eu-west-1.amazonaws.com',
  body: Buffer.from('{}'),
  remoteAddress: '127.0.0.1',
  scheme: 'https',
  origin: 'http://127.0.0.1:4566',
  signal: new AbortController().signal,
  ...more,
})

it('knows services by their names in signatures, and by their targets', () => {
  const { forwarder } = forwarding(['dynamodb=http://127.0.0.1:8000', 'other=http://127.0.0.1:1'])
  const names = [
    'dynamodb',
    'DynamoDB_20120810',
    'DynamoDBStreams_20120810',
    'other',
    'sqs',
    'AmazonSQS',
    'constructor',
  ]
  expect(names.map((name) => forwarder.serviceOf(name))).toEqual([
    'dynamodb',
    'dynamodb',
    'dynamodb',
    'other',
    undefined,
    undefined,
    undefined,
  ])
})

it('passes a request on below the path of an address, with a host of its own and what is of the connection left out', async () => {
  const { forwarder, sent } = forwarding(['sqs=http://queues.test:9324/base/'])
  await forwarder.pass('sqs', request())
  expect(sent[0]?.url.href).toBe('http://queues.test:9324/base/q?a=1')
  expect(sent[0]?.rawHeaders).toEqual(['Host', 'queues.test:9324', 'X-Custom', 'kept'])
  expect(sent[0]?.body).toEqual(Buffer.from('{}'))
})

it('gives the answer back without what is of the connection', async () => {
  const headers = [
    ['Transfer-Encoding', 'chunked'],
    ['x-amz-crc32', '1'],
  ] as const
  const { forwarder } = forwarding(['sqs=http://queues.test'], () => ({ status: 400, headers, body: 'no' }))
  expect(await forwarder.pass('sqs', request())).toEqual({ status: 400, headers: [['x-amz-crc32', '1']], body: 'no' })
})

describe('where nobody answers', () => {
  it('says who was asked, and what to do', async () => {
    const { forwarder } = forwarding(['sqs=http://queues.test'], () => {
      throw new Error('connect ECONNREFUSED')
    })
    await expect(forwarder.pass('sqs', request())).rejects.toMatchObject({
      code: 'ServiceUnavailable',
      status: 503,
      message:
        'sqs is forwarded to http://queues.test/, which does not answer: connect ECONNREFUSED. Start the emulator that ' +
        'is meant to be there, or start Sallyport without --forward sqs=….',
    })
  })
})
