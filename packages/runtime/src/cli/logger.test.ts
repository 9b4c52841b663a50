import { expect, it } from 'vitest'
import { createLogger } from './logger.ts'

/** Everything that the work logs, instead of writing it to standard output. */
function captured(
  options: Parameters<typeof createLogger>[0],
  work: (logger: ReturnType<typeof createLogger>) => void,
) {
  const lines: string[] = []
  work(createLogger(options, { write: (line) => lines.push(line) > 0, flush: async () => {} }))
  return lines.join('')
}

const REFUSED = { plane: 'execute-api', status: 401, ms: 0.4, requestId: 'id-1', reason: 'no token' }

it('writes one line for people', () => {
  const text = captured({ logLevel: 'info', json: false }, (logger) => logger.log('info', 'abc/prod GET /x', REFUSED))
  expect(text).toMatch(/^\d\d:\d\d:\d\d\.\d{3} 401 execute-api abc\/prod GET \/x {2}0\.4 ms {2}id-1 {2}no token\n$/)
})

it('writes the same as JSON', () => {
  const text = captured({ logLevel: 'info', json: true }, (logger) => logger.log('info', 'abc/prod GET /x', REFUSED))
  expect(JSON.parse(text)).toMatchObject({ level: 'info', ...REFUSED, msg: 'abc/prod GET /x' })
})

it.each([true, false])('writes nothing below its level, nothing at all when silent (json: %s)', (json) => {
  const all = (logger: ReturnType<typeof createLogger>) => {
    for (const level of ['debug', 'info', 'warn', 'error'] as const) logger.log(level, level)
  }
  const text = captured({ logLevel: 'warn', json }, all)
  expect(text).not.toContain('info')
  expect(text).toContain('error')
  expect(captured({ logLevel: 'silent', json }, all)).toBe('')
})

it.each([true, false])('keeps the cause of a fault (json: %s)', (json) => {
  const text = captured({ logLevel: 'info', json }, (logger) =>
    logger.log('error', 'failed', { error: new Error('the cause') }),
  )
  expect(text).toContain('the cause')
  expect(text).toContain('logger.test')
})

it('lets no client forge a line or steer the terminal', () => {
  const text = captured({ logLevel: 'info', json: false }, (logger) =>
    logger.log('info', 'GET /a\n12:00:00 200 GET /b', { reason: '\u001b[2J' }),
  )
  expect(text.split('\n')).toHaveLength(2)
  expect(text).not.toContain('\u001b')
})

it('writes what JSON cannot say without it', () => {
  const loop: { self?: unknown } = {}
  loop.self = loop
  const text = captured({ logLevel: 'info', json: true }, (logger) => logger.log('info', 'said', { loop }))
  expect(JSON.parse(text)).toMatchObject({ msg: 'said' })
})

it('says how many lines were lost', () => {
  const lines: string[] = []
  let isFull = false
  const output = { write: (line: string) => !isFull && lines.push(line) > 0, flush: async () => {} }
  const logger = createLogger({ logLevel: 'info', json: true }, output)
  const log = (message: string) => logger.log('info', message)
  log('first')
  isFull = true
  log('lost')
  log('lost, too')
  isFull = false
  log('last')
  log('after it')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'first' },
    { level: 'warn', lost: 2 },
    { msg: 'last' },
    { msg: 'after it' },
  ])
})
