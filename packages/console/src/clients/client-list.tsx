import type { JSX } from 'preact'
import { hrefOf } from '../router/route.ts'
import { serverMap } from '../state/server-map.ts'

/** The clients of all pools. */
export function ClientList({ current }: { readonly current: string }): JSX.Element {
  const pools = serverMap.value.value?.pools ?? []
  return (
    <nav class="choices" aria-label="Clients">
      {pools.map((pool) => (
        <section key={pool.id}>
          <h2>{pool.name}</h2>
          <ul>
            {pool.clients.map((client) => (
              <li key={client.id}>
                <a
                  href={hrefOf({ view: 'clients', rest: [client.id] })}
                  aria-current={client.id === current ? 'true' : undefined}
                >
                  <span>
                    <span class="name">{client.name}</span>
                    <span class="about">{client.scopes.join(' ') || 'no scopes'}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
          {pool.clients.length === 0 && <p class="soft">It has no clients.</p>}
        </section>
      ))}
    </nav>
  )
}
