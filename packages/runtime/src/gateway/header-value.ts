/** RFC 9110, section 5.1. */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)
}

/**
 * A value that can stand in a header: UTF-8 as bytes, control characters (a query may hold line ends) as blanks. What
 * AWS makes of such values is not known.
 */
export function headerValue(value: string): string {
  if (/^[\t\x20-\x7e]*$/.test(value)) return value
  const bytes = Buffer.from(value, 'utf8')
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    if ((byte < 0x20 && byte !== 0x09) || byte === 0x7f) bytes[i] = 0x20
  }
  return bytes.toString('latin1')
}
