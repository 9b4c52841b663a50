import { BlockList } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isInRange } from './addresses.ts'

/** What Node makes of a range and an address of one family. */
function nodeSays(base: string, prefix: number, address: string, family: 'ipv4' | 'ipv6'): boolean {
  const list = new BlockList()
  list.addSubnet(base, prefix, family)
  return list.check(address, family)
}

/** Random addresses hardly ever lie near one another; those of few different parts do. */
const ipv4 = fc.oneof(
  fc.ipV4(),
  fc.array(fc.constantFrom(0, 1, 127, 128, 255), { minLength: 4, maxLength: 4 }).map((parts) => parts.join('.')),
)
const ipv6 = fc.oneof(
  fc.ipV6(),
  fc.array(fc.constantFrom('0', '1', '8000', 'FFFF'), { minLength: 8, maxLength: 8 }).map((parts) => parts.join(':')),
)

it.each([
  ['ipv4', ipv4, 32],
  ['ipv6', ipv6, 128],
] as const)('says of any %s address and range what Node says', (family, addresses, width) => {
  const outcomes = { true: 0, false: 0 }
  fc.assert(
    fc.property(addresses, addresses, fc.integer({ min: 0, max: width }), (base, address, prefix) => {
      const said = nodeSays(base, prefix, address, family)
      expect(isInRange(`${base}/${prefix}`, address)).toBe(said)
      outcomes[`${said}`]++
    }),
    { seed: 11, numRuns: 500 },
  )
  expect(Math.min(outcomes.true, outcomes.false)).toBeGreaterThan(20)
})

it.each([
  ['10.0.0.0/8', '10.1.2.3', true],
  ['10.0.0.0/8', '11.0.0.0', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3', '10.1.2.4', false],
  ['0.0.0.0/0', '255.255.255.255', true],
  ['::/0', '2001:db8::1', true],
  ['::/0', '10.0.0.1', false],
  ['2001:db8::/32', '2001:db8:ffff::1', true],
  ['::ffff:10.0.0.0/104', '::ffff:10.1.2.3', true],
  ['fe80::%eth0/64', 'fe80::1', true],
  ['10.0.0.0/8', 'nobody', false],
  ['10.0.0.0/33', '10.0.0.0', undefined],
  ['10.0.0.0/', '10.0.0.0', undefined],
  ['10.0.0.0/8/8', '10.0.0.0', undefined],
  ['10.0.0', '10.0.0.0', undefined],
  ['', '10.0.0.0', undefined],
])('%s and %s: %s', (range, address, held) => expect(isInRange(range, address)).toBe(held))
