import { isIP } from 'node:net'

const WIDTHS: Readonly<Record<number, number>> = { 4: 32, 6: 128 }
const GROUP_BITS = 16
const GROUPS_OF_IPV6 = 8

/**
 * Whether an address lies in a range such as `10.0.0.0/8` or is this one. Undefined: the range cannot be read. By hand:
 * policies list hundreds of ranges, every call is held against them, and a `BlockList` for each takes 5 µs.
 */
export function isInRange(range: string, address: string): boolean | undefined {
  const slash = range.indexOf('/')
  const base = slash < 0 ? range : range.slice(0, slash)
  const version = isIP(base)
  const width = WIDTHS[version]
  const prefix = slash < 0 ? width : prefixOf(range.slice(slash + 1))
  if (width === undefined || prefix === undefined || prefix > width) return undefined
  if (isIP(address) !== version) return false
  if (version === 6) return startAlike(groupsOf(base), groupsOf(address), prefix)
  const size = 2 ** (width - prefix)
  return Math.floor(ipv4(base) / size) === Math.floor(ipv4(address) / size)
}

function prefixOf(bits: string): number | undefined {
  return /^\d{1,3}$/.test(bits) ? Number(bits) : undefined
}

const DOT = 0x2e
const ZERO = 0x30

/** As one number, of a text that `isIP` knows. */
function ipv4(address: string): number {
  let whole = 0
  let part = 0
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at)
    if (code === DOT) {
      whole = whole * 256 + part
      part = 0
    } else part = part * 10 + code - ZERO
  }
  return whole * 256 + part
}

function startAlike(one: readonly number[], other: readonly number[], bits: number): boolean {
  for (let at = 0, left = bits; left > 0; at++, left -= GROUP_BITS) {
    const ignored = Math.max(GROUP_BITS - left, 0)
    if ((one[at] ?? 0) >> ignored !== (other[at] ?? 0) >> ignored) return false
  }
  return true
}

/** Of an address of IPv6, 16 bits each; a zone is none of them. */
function groupsOf(address: string): number[] {
  const [plain = ''] = address.split('%')
  const [before = '', after] = plain.split('::')
  const start = writtenGroups(before)
  if (after === undefined) return start
  const end = writtenGroups(after)
  return [...start, ...new Array(GROUPS_OF_IPV6 - start.length - end.length).fill(0), ...end]
}

function writtenGroups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const last = ipv4(group)
    return [Math.floor(last / 2 ** GROUP_BITS), last % 2 ** GROUP_BITS]
  })
}
