/** The media type that chooses a template: no header means JSON (documented); parameters do not count (inferred). */
export function mediaTypeOf(contentType: string | undefined): string {
  if (!contentType) return 'application/json'
  const semicolon = contentType.indexOf(';')
  return (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase()
}
