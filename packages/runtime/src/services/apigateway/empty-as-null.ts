/** An empty template is kept as JSON null (recorded on AWS). */
export function emptyAsNull(
  templates: Readonly<Record<string, string | null>> | undefined,
): Readonly<Record<string, string | null>> | undefined {
  if (!templates) return undefined
  return Object.fromEntries(Object.entries(templates).map(([type, template]) => [type, template || null]))
}
