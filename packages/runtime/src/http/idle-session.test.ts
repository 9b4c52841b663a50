import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { endWhenIdle } from './idle-session.ts'

class Session extends EventEmitter {
  destroyed = false
  destroy(): void {
    this.destroyed = true
    this.emit('close')
  }
  opens(): EventEmitter {
    const stream = new EventEmitter()
    this.emit('stream', stream)
    return stream
  }
}

let session: Session
beforeEach(() => {
  vi.useFakeTimers()
  session = new Session()
  endWhenIdle(session, 100)
})
afterEach(() => vi.useRealTimers())

it('a session without streams ends after its time', () => {
  vi.advanceTimersByTime(99)
  expect(session.destroyed).toBe(false)
  vi.advanceTimersByTime(1)
  expect(session.destroyed).toBe(true)
})

it('it is not idle as long as one of its streams is open, and then for a while', () => {
  const [one, other] = [session.opens(), session.opens()]
  vi.advanceTimersByTime(1000)
  one.emit('close')
  vi.advanceTimersByTime(1000)
  expect(session.destroyed).toBe(false)
  other.emit('close')
  vi.advanceTimersByTime(60)
  session.opens().emit('close')
  vi.advanceTimersByTime(60)
  expect(session.destroyed).toBe(false)
  vi.advanceTimersByTime(40)
  expect(session.destroyed).toBe(true)
})

it.each(['before', 'after'])('nothing is left of one that has ended %s its streams', (when) => {
  const stream = session.opens()
  if (when === 'after') stream.emit('close')
  session.destroy()
  if (when === 'before') stream.emit('close')
  expect(vi.getTimerCount()).toBe(0)
})
