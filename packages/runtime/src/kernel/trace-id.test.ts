import { describe, expect, it } from 'vitest'
import { unsafeSeededRandom } from './random.ts'
import { traceIdOf } from './trace-id.ts'

const NOW = Date.parse('2026-01-02T03:04:05Z')
const ROOT = '1-5759e988-bd862e3fe1be46a994272793'
const of = (received: string | undefined) => traceIdOf(received, NOW, unsafeSeededRandom())

describe('a trace id', () => {
  it.each([undefined, '', 'nonsense', 'Root=<script>'])('is new for %j', (received) => {
    expect(of(received)).toMatch(/^Root=1-695735a5-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/)
  })
  it('goes on with the root of the client, and gets a parent', () => {
    expect(of(`Root=${ROOT}`)).toMatch(new RegExp(`^Root=${ROOT};Parent=[0-9a-f]{16};Sampled=0$`))
  })
  it('is kept where it is whole', () => {
    const whole = `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`
    expect(of(whole)).toBe(whole)
  })
})
