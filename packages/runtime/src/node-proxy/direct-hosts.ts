export type IsDirect = (host: string, port: number) => boolean

/** Tells which hosts `NO_PROXY` excepts: a name with all that lies below it, as curl reads it, or a star for all. */
export function directHosts(noProxy: string): IsDirect {
  const entries = noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(toEntry)
  return (host, port) => {
    const asked = withoutBrackets(host.toLowerCase())
    return entries.some(
      (entry) =>
        (entry.port === undefined || entry.port === port) &&
        (entry.name === '*' || asked === entry.name || asked.endsWith(`.${entry.name}`)),
    )
  }
}

interface Entry {
  readonly name: string
  readonly port: number | undefined
}

function toEntry(text: string): Entry {
  // The colons of a bare IPv6 address begin no port.
  const [, name = text, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(text) ?? []
  return {
    name: name === '*' ? name : withoutBrackets(name).replace(/^\*?\./, ''),
    port: port === undefined ? undefined : Number(port),
  }
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}
