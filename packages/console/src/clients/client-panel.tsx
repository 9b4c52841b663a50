import type { JSX } from 'preact'
import type { ClientView } from '../api/contract.ts'
import { findPool } from '../state/server-map.ts'
import { Facts } from '../ui/facts.tsx'
import { dateAndTime, durationInWords } from '../ui/time.ts'
import { DeleteClient } from './delete-client.tsx'
import { GetToken } from './get-token.tsx'
import { ScopeList } from './scope-list.tsx'
import { Secrets } from './secrets.tsx'

/** One client: what it may ask for, a token for it, its secrets. */
export function ClientPanel({ client }: { readonly client: ClientView }): JSX.Element {
  const pool = findPool(client.poolId)
  const tokenUrl = pool?.domains[0]?.local
  return (
    <>
      <h2 class="part-title">{client.name}</h2>
      <Facts
        facts={[
          ['Client id', <code key="id">{client.id}</code>],
          ['User pool', `${pool?.name ?? ''} ${client.poolId}`],
          ['Scopes', client.scopes.length === 0 ? 'none' : <ScopeList key="scopes" scopes={client.scopes} />],
          ['Flows', client.flowsEnabled ? client.flows.join(', ') || 'none' : 'none: they are switched off'],
          ['Its tokens live', durationInWords(client.accessTokenSeconds * 1000)],
          [
            'Token endpoint',
            tokenUrl === undefined ? 'none: its pool has no domain' : <code key="url">{tokenUrl}</code>,
          ],
          ['Made', dateAndTime(client.createdAt)],
        ]}
      />
      <GetToken client={client} />
      {client.hasSecret && <Secrets client={client} />}
      <DeleteClient client={client} />
    </>
  )
}
