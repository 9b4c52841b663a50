import { notEmulated } from '../../../../kernel/errors.ts'
import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'

const BLOCK = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/

function wrongArguments() {
  return templateError(
    'every Fn::Cidr object requires two or three parameters: a CIDR block, a count between 1 and 256, and the ' +
      'number of subnet bits',
  )
}

/** `count` blocks of 2^`bits` addresses each, from the start of `block`. */
function blocksWithin(block: string, count: number, bits: number): string[] {
  const match = BLOCK.exec(block)
  if (!match) {
    if (block.includes(':')) throw notEmulated('Fn::Cidr with an IPv6 block')
    throw wrongArguments()
  }
  const [a, b, c, d, mask] = match.slice(1).map(Number) as [number, number, number, number, number]
  const prefix = 32 - bits
  if ([a, b, c, d].some((octet) => octet > 255) || mask > 32 || prefix < mask || prefix > 32) throw wrongArguments()
  if (count > 2 ** (prefix - mask)) throw wrongArguments()
  const size = 2 ** bits
  const network = Math.floor((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** (32 - mask)) * 2 ** (32 - mask)
  return Array.from({ length: count }, (_, index) => {
    const start = network + index * size
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256)
    return `${octets.join('.')}/${prefix}`
  })
}

export const cidr: Intrinsic = {
  name: 'Fn::Cidr',
  check(argument) {
    if (!Array.isArray(argument) || argument.length < 2 || argument.length > 3) throw wrongArguments()
  },
  async resolve(argument, _scope, resolve) {
    const list = (await resolve(argument)) as readonly JsonValue[]
    if (list.some(isKnownAfterApply)) return KNOWN_AFTER_APPLY
    const [block, count, bits = 8] = list
    const blocks = Number(count)
    if (typeof block !== 'string' || !Number.isInteger(blocks) || blocks < 1 || blocks > 256) throw wrongArguments()
    return blocksWithin(block, blocks, Number(bits))
  },
}
