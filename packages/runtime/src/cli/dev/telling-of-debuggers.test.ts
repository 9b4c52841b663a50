import { expect, it } from 'vitest'
import { DEBUGGABLE } from '../../functions/ports.ts'
import type { Logger } from '../../kernel/logger.ts'
import { tellingOfDebuggers } from './telling-of-debuggers.ts'

it('tells once where a debugger finds a function, whatever else is logged', () => {
  const logged: string[] = []
  const told: string[] = []
  const logger: Logger = { log: (_, message) => void logged.push(message), enabled: () => false }
  const telling = tellingOfDebuggers(logger, { tell: (line) => void told.push(line) })
  for (const url of ['ws://127.0.0.1:9229/a', 'ws://127.0.0.1:9229/b', 'ws://127.0.0.1:9230/c']) {
    telling.log('info', DEBUGGABLE, { function: 'orders', url })
  }
  telling.log('warn', 'a function has failed')
  expect(told).toEqual([
    'orders  a debugger may attach to 127.0.0.1:9229',
    'orders  a debugger may attach to 127.0.0.1:9230',
  ])
  expect(logged).toEqual(['a function has failed'])
  expect(telling.enabled('debug')).toBe(false)
})
