const AT = ' at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: '
const EXPECTED = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

/** What AWS's reader of JSON, Jackson, says of a text by its start (recorded, but for what is marked below). */
export function unreadableText(payload: Buffer): string {
  const [said, column] = isNameStart(payload[0] ?? 0) ? ofToken(payload) : [unexpected(payload[0] ?? 0), 1]
  return `Could not parse payload into json: ${said}\n${AT}${column}]`
}

function unexpected(code: number): string {
  const shown =
    code < 0x20 || code > 0x7e ? `(CTRL-CHAR, code ${code})` : `'${String.fromCharCode(code)}' (code ${code})`
  return `Unexpected character (${shown}): expected a valid value ${EXPECTED}`
}

/** Recorded where a byte ends it that starts no character; of other tokens it is Jackson's text, known from practice. */
function ofToken(payload: Buffer): [said: string, column: number] {
  let end = 0
  while (end < payload.length && isNamePart(payload[end] ?? 0)) end++
  const next = payload[end]
  // The byte behind has been read by then.
  if (next === undefined) return [unrecognized(payload), end + 1]
  if (startsNoCharacter(next)) return [`Invalid UTF-8 start byte 0x${next.toString(16)}`, end + 2]
  return [unrecognized(payload.subarray(0, end)), end + 2]
}

function unrecognized(token: Buffer): string {
  return `Unrecognized token '${token}': was expecting ${EXPECTED}`
}

function isNameStart(code: number): boolean {
  return /[A-Za-z_$]/.test(String.fromCharCode(code))
}

function isNamePart(code: number): boolean {
  return /[A-Za-z0-9_$]/.test(String.fromCharCode(code))
}

/** RFC 3629. */
function startsNoCharacter(byte: number): boolean {
  return (byte >= 0x80 && byte < 0xc0) || byte >= 0xf8
}
