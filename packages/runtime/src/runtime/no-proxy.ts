import { AWS_DOMAINS } from '../kernel/aws-domains.ts'

/** Names of this machine, which no proxy may be asked for. */
const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/** `NO_PROXY` for a shell: what it excepts already, in either spelling, and this machine. */
export function noProxyWithLoopback(env: NodeJS.ProcessEnv): string {
  const present = entriesOf(env)
  // Clients take a star for "no proxy at all" only where it stands alone.
  return present.includes('*') ? '*' : joined([...present, ...LOOPBACK], ',')
}

/**
 * The same for a shell whose proxy is Sallyport. What the shell excepts stays direct, but not an entry such as
 * `.amazonaws.com`, often there for an instance's own network: requests to emulated names would pass Sallyport by and
 * reach the real AWS.
 */
export function noProxyForEmulatedNames(env: NodeJS.ProcessEnv): string {
  return joined([...withoutAws(entriesOf(env)), ...LOOPBACK], ',')
}

/** Entries without those that would keep a client from asking the proxy for an emulated name. */
export function withoutAws(entries: readonly string[]): string[] {
  return entries.filter((entry) => {
    const name = entry
      .toLowerCase()
      .replace(/:\d+$/, '')
      .replace(/^[*.]+/, '')
    // An entry covers all that ends with it; some clients do not even ask for a dot before it.
    return name !== '' && !AWS_DOMAINS.some((domain) => domain.endsWith(name) || name.endsWith(domain))
  })
}

export function joined(entries: readonly string[], separator: string): string {
  return [...new Set(entries)].join(separator)
}

function entriesOf({ NO_PROXY = '', no_proxy = '' }: NodeJS.ProcessEnv): string[] {
  return `${NO_PROXY},${no_proxy}`.split(/[\s,]+/).filter((entry) => entry !== '')
}
