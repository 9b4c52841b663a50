import { BlockList, isIP } from 'node:net'

/** Whether an address lies in a range such as `10.0.0.0/8` or is this one. Undefined: the range cannot be read. */
export function isInRange(range: string, address: string): boolean | undefined {
  const [base = '', bits, ...rest] = range.split('/')
  const version = isIP(base)
  if (version === 0 || rest.length > 0) return undefined
  const width = version === 4 ? 32 : 128
  const prefix = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : width + 1
  if (prefix > width) return undefined
  if (isIP(address) !== version) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(base, prefix, family)
  return list.check(address, family)
}
