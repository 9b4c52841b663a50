import { joined, withoutAws } from '../runtime/no-proxy.ts'

const NON_PROXY_HOSTS = 'http.nonProxyHosts'
const LOOPBACK = ['localhost', '127.*', '[::1]']
/** Options stand between blanks; quotes keep blanks together, as the JDK reads them. */
const OPTION = /(?:[^\s"']|"[^"]*"|'[^']*')+/g

/** `JAVA_TOOL_OPTIONS` with system properties added to what a shell has, replacing those of the same name. */
export function javaToolOptions(present: string, properties: Readonly<Record<string, string>>): string {
  const options = present.match(OPTION) ?? []
  const direct = options.map((option) => propertyOf(option, NON_PROXY_HOSTS)).find((hosts) => hosts !== undefined)
  const all: Readonly<Record<string, string>> = {
    ...properties,
    [NON_PROXY_HOSTS]: joined([...withoutAws(direct?.split('|') ?? []), ...LOOPBACK], '|'),
  }
  const others = options.filter((option) => !Object.keys(all).some((name) => propertyOf(option, name) !== undefined))
  return [...others, ...Object.entries(all).map(([name, value]) => quoted(`-D${name}=${value}`))].join(' ')
}

function propertyOf(option: string, name: string): string | undefined {
  const text = option.replaceAll(/["']/g, '')
  return text.startsWith(`-D${name}=`) ? text.slice(name.length + 3) : undefined
}

function quoted(option: string): string {
  return /\s/.test(option) ? `"${option}"` : option
}
