/** The media type that chooses a template: parameters such as `charset` do not count, no header means JSON. */
export function mediaTypeOf(contentType: string | undefined): string {
  if (!contentType) return 'application/json'
  const semicolon = contentType.indexOf(';')
  return (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase()
}
