import { describe, expect, it } from 'vitest'
import { eventText, type TailedEvent, tail } from './log-tail.ts'

const event = (id: string, timestamp: number, group = 'a'): TailedEvent => ({
  id,
  group,
  stream: 's',
  timestamp,
  message: `message ${id}`,
})

/** Answers as the server would: events of a group from a moment on. */
function serving(written: TailedEvent[]) {
  const asked: number[] = []
  return {
    asked,
    groups: async () => [...new Set(written.map(({ group }) => group))],
    events: async (group: string, from: number) => {
      asked.push(from)
      return written.filter((one) => one.group === group && one.timestamp >= from)
    },
  }
}

async function ids(events: AsyncIterable<TailedEvent>): Promise<string[]> {
  const found: string[] = []
  for await (const { id } of events) found.push(id)
  return found
}

describe('tail', () => {
  it('gives the events of all groups in the order of their time, once', async () => {
    const server = serving([event('3', 30), event('1', 10, 'b'), event('2', 20, 'b'), event('0', 5)])
    expect(await ids(tail({ ...server, since: 10 }))).toEqual(['1', '2', '3'])
  })

  it('follows: each event once, also one that is written after a later one, and groups that are new', async () => {
    const written = [event('1', 100_000)]
    const more = [[event('2', 200_000), event('1b', 99_000)], [event('3', 150_000), event('new', 200_001, 'b')], []]
    const events = tail({
      ...serving(written),
      since: 0,
      pause: async () => {
        const next = more.shift()
        if (!next) throw new Error('enough')
        written.push(...next)
      },
    })
    const found: string[] = []
    await expect(async () => {
      for await (const { id } of events) found.push(id)
    }).rejects.toThrow('enough')
    expect(found).toEqual(['1', '1b', '2', '3', 'new'])
  })
})

describe('an event', () => {
  const noisy = { ...event('1', 0, '/app'), message: 'one\n\ttwo \u001b[31mred\u0007\n' }

  it('is shown without what could steer a terminal', () => {
    expect(eventText(noisy, 'text', false)).toBe('1970-01-01T00:00:00.000Z one\n\ttwo [31mred\n')
    expect(eventText(noisy, 'text', true)).toBe('1970-01-01T00:00:00.000Z /app one\n\ttwo [31mred\n')
  })

  it('is one line of JSON, whole', () => {
    const line = eventText(noisy, 'json', true)
    expect(line.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(line)).toEqual({
      timestamp: '1970-01-01T00:00:00.000Z',
      group: '/app',
      stream: 's',
      message: noisy.message,
    })
  })
})
