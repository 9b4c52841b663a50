import { describe, expect, it } from 'vitest'
import { manualClock } from '../../../kernel/clock.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { createVault } from '../../../store/vault.ts'
import { type Journey, openJourney, sealJourney } from './journey.ts'

const vault = createVault(Buffer.alloc(32, 7), systemRandom)
const clock = manualClock(Date.UTC(2030, 0, 1))
const whose = { poolId: 'us-east-1_Sally0001', clientId: 'client' }
const journey: Journey = { step: 'confirm', username: 'ann', isProven: true, medium: 'EMAIL', destination: 'a***@e***' }

describe('a journey', () => {
  const sealed = sealJourney(vault, whose, journey, clock.now())

  it('comes back as it went, and says nothing on the way', () => {
    expect(openJourney({ vault, clock }, whose, sealed)).toEqual({ journey, begunAt: clock.now(), isLate: false })
    expect(sealed).toMatch(/^[\w-]+$/)
  })

  it('is good for one client of one pool', () => {
    expect(openJourney({ vault, clock }, { ...whose, clientId: 'other' }, sealed)).toBeUndefined()
    expect(openJourney({ vault, clock }, { ...whose, poolId: 'us-east-1_Other0001' }, sealed)).toBeUndefined()
  })

  it('is none once it was changed, nor is any other text', () => {
    for (const text of [undefined, '', 'x', sealed.slice(1), `${sealed.slice(0, -2)}AA`]) {
      expect(openJourney({ vault, clock }, whose, text)).toBeUndefined()
    }
  })

  it('is late for a sign-in after five minutes', () => {
    const later = manualClock(clock.now() + 5 * 60_000)
    expect(openJourney({ vault, clock: later }, whose, sealed)?.isLate).toBe(true)
    expect(openJourney({ vault, clock: manualClock(later.now() - 1) }, whose, sealed)?.isLate).toBe(false)
  })
})
