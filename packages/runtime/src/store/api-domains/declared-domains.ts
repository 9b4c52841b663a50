import type { Store } from '../store.ts'
import { domainIndex } from './records.ts'

/** Whether a host name is one that an API has as its custom domain, at this moment: the listener asks for each request. */
export async function watchDeclaredDomains(store: Store): Promise<(host: string) => boolean> {
  const ids = new Set<string>()
  const names = new Set<string>()
  const read = () => {
    names.clear()
    for (const id of ids) names.add(id.slice(0, id.indexOf('/')))
  }
  store.onCommit((changes) => {
    const ours = changes.filter(({ key }) => key.kind === domainIndex.kind)
    if (ours.length === 0) return
    for (const { key, type } of ours) {
      if (type === 'delete') ids.delete(key.id)
      else ids.add(key.id)
    }
    read()
  })
  for (const { key } of await store.list({ kind: domainIndex.kind })) ids.add(key.id)
  read()
  return (host) => names.size > 0 && (names.has(host) || names.has(wildcardOf(host)))
}

/** The wildcard that covers a name: it stands for one label. */
export function wildcardOf(host: string): string {
  const dot = host.indexOf('.')
  return dot < 0 ? '' : `*${host.slice(dot)}`
}
