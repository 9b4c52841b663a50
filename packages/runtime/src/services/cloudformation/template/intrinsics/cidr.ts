import { isIP } from 'node:net'
import type { JsonValue } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'

function wrongArguments() {
  return templateError(
    'every Fn::Cidr object requires two or three parameters: a CIDR block, a count between 1 and 256, and the ' +
      'number of subnet bits',
  )
}

/** `count` blocks of 2^`bits` addresses each, from the start of `block`. Of either version of IP (documented, `Fn::Cidr`). */
function blocksWithin(block: string, count: number, bits: number): string[] {
  const [, address = '', mask = ''] = /^([\d.]+|[\da-f:]+)\/(\d{1,3})$/i.exec(block) ?? []
  const version = isIP(address)
  if (version === 0) throw wrongArguments()
  const form = version === 4 ? IPV4 : IPV6
  const width = form.parts * form.bitsOfPart
  const prefix = width - bits
  if (!Number.isInteger(bits) || bits < 0 || prefix < Number(mask) || count > 2 ** (prefix - Number(mask))) {
    throw wrongArguments()
  }
  const free = BigInt(width - Number(mask))
  const network = (form.read(address) >> free) << free
  return Array.from({ length: count }, (_, index) => {
    const start = network + (BigInt(index) << BigInt(bits))
    const parts = Array.from({ length: form.parts }, (_part, at) => {
      const below = BigInt((form.parts - 1 - at) * form.bitsOfPart)
      return Number((start >> below) & ((1n << BigInt(form.bitsOfPart)) - 1n))
    })
    return `${form.write(parts)}/${prefix}`
  })
}

interface Form {
  readonly parts: number
  readonly bitsOfPart: number
  read(address: string): bigint
  write(parts: readonly number[]): string
}

const IPV4: Form = {
  parts: 4,
  bitsOfPart: 8,
  read: (address) => address.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n),
  write: (parts) => parts.join('.'),
}

const IPV6: Form = {
  parts: 8,
  bitsOfPart: 16,
  read(address) {
    const [head = [], tail = []] = address.split('::').map((side) => side.split(':').filter((part) => part !== ''))
    const zeros = Array<string>(8 - head.length - tail.length).fill('0')
    return [...head, ...zeros, ...tail].reduce((value, part) => (value << 16n) | BigInt(`0x${part}`), 0n)
  },
  /** The longest end of zeros is left out, as in `2001:db8::`: networks have theirs there. */
  write(parts) {
    const last = parts.findLastIndex((part) => part !== 0)
    const shown = parts.slice(0, last + 1).map((part) => part.toString(16))
    return parts.length - shown.length > 1 ? `${shown.join(':')}::` : parts.map((part) => part.toString(16)).join(':')
  },
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
