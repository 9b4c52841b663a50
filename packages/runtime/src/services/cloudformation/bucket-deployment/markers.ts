/** What stands in a source's files for values that are known at deployment only. */
export type Markers = Readonly<Record<string, string>>

/** Puts in the values, in whatever files; with `jsonEscape` as they stand between the quotes of a JSON string. */
export function replaceMarkers(file: Buffer, markers: Markers, jsonEscape: boolean): Buffer {
  let text = file.toString('latin1')
  for (const [marker, value] of Object.entries(markers)) {
    const written = jsonEscape ? JSON.stringify(value).slice(1, -1) : value
    text = text.replaceAll(inLatin1(marker), () => inLatin1(written))
  }
  return Buffer.from(text, 'latin1')
}

/** The bytes of a text, one character each. */
function inLatin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
