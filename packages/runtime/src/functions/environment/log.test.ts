import { expect, it } from 'vitest'
import { manualClock } from '../../kernel/clock.ts'
import type { FunctionVersion } from '../ports.ts'
import { EnvironmentLog } from './log.ts'

it('makes events of the lines that a process writes, and none of an empty one', () => {
  const written: string[] = []
  const log = new EnvironmentLog({
    version: {
      place: { account: '111111111111', region: 'eu-west-1' },
      logging: { group: 'g', format: 'Text' },
    } as FunctionVersion,
    logs: { write: (_target, events) => written.push(...events.map(({ message }) => message)) },
    clock: manualClock(0),
    stream: 's',
  })
  for (const line of ['', 'multi', ' ', 'another\rline', '']) log.output(line)
  log.flush()
  expect(written).toEqual(['multi\n', ' \n', 'another\rline\n'])
})
