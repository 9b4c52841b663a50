export type PathValues = Readonly<Record<string, string>>
export type QueryValues = Readonly<Record<string, string | undefined>> | undefined

/** The method and the address of an endpoint such as `GET stacks/{name}`, relative to the console's page. */
export function addressOf(
  endpoint: string,
  path: PathValues = {},
  query: QueryValues = {},
): [method: string, address: string] {
  const [method = '', template = ''] = endpoint.split(' ')
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''))
  const given = Object.entries(query).filter((entry): entry is [string, string] => !!entry[1])
  const search = new URLSearchParams(given).toString()
  return [method, search === '' ? filled : `${filled}?${search}`]
}
