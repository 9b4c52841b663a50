import type { JSX } from 'preact'
import { hrefOf } from '../router/route.ts'
import { route } from '../router/router.ts'
import { findClient, isNothingDeployed, serverMap } from '../state/server-map.ts'
import { NothingDeployed } from '../ui/nothing-deployed.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { Split } from '../ui/split.tsx'
import { ClientList } from './client-list.tsx'
import { ClientPanel } from './client-panel.tsx'
import { NewClient } from './new-client.tsx'
import { TokenPanel } from './token-panel.tsx'

/** `#/clients/{id}`: one of them; `#/clients/new`; `#/clients/token`: what a token holds. */
export function ClientsView(): JSX.Element {
  const [at = ''] = route.value.rest
  const { problem } = serverMap.value
  return (
    <Page
      title="Clients and tokens"
      tools={
        <>
          <a class="button" href={hrefOf({ view: 'clients', rest: ['token'] })}>
            Look into a token
          </a>
          <a class="button" href={hrefOf({ view: 'clients', rest: ['new'] })}>
            New client
          </a>
        </>
      }
    >
      {problem !== undefined && <Problem text={problem} />}
      {isNothingDeployed.value && at !== 'token' ? (
        <NothingDeployed />
      ) : (
        <Split list={<ClientList current={at} />} isChosen={at !== ''} back={hrefOf({ view: 'clients' })}>
          <Part at={at} />
        </Split>
      )}
    </Page>
  )
}

function Part({ at }: { readonly at: string }) {
  if (at === 'token') return <TokenPanel />
  if (at === 'new') return <NewClient />
  if (at === '') return <p class="soft">Choose a client to see what it may do, or look into a token.</p>
  const client = findClient(at)
  if (client) return <ClientPanel key={client.id} client={client} />
  return serverMap.value.value ? <Problem text={`There is no client ${at} any more.`} /> : null
}
