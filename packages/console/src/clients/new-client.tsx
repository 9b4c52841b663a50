import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ask } from '../api/ask.ts'
import type { CreatedClient } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { route, setParams } from '../router/router.ts'
import { reloadMap, serverMap } from '../state/server-map.ts'
import { Button } from '../ui/button.tsx'
import { useDoing } from '../ui/doing.ts'
import { Select, TextField } from '../ui/field.tsx'
import { Problem } from '../ui/problem.tsx'
import { ScopeChoice } from '../ui/scope-choice.tsx'
import { Secret } from './secret.tsx'

const LIFETIMES = [
  { value: '300', text: '5 min' },
  { value: '3600', text: '1 h' },
  { value: '86400', text: '1 d' },
] as const

/** A client of machines: it gets tokens with its own id and secret. */
export function NewClient(): JSX.Element {
  const name = useSignal('')
  const scopes = useSignal<ReadonlySet<string>>(new Set())
  const seconds = useSignal('3600')
  const created = useSignal<CreatedClient | undefined>(undefined)
  const doing = useDoing()
  const pools = serverMap.value.value?.pools ?? []
  const pool = pools.find(({ id }) => id === route.value.params.pool) ?? pools[0]
  if (created.value) return <Created created={created.value} />
  if (!pool) return <p class="soft">There is no user pool that it could be in.</p>

  const create = () =>
    doing.run(async () => {
      const { account, region, id: poolId } = pool
      const settings = { name: name.value.trim(), scopes: [...scopes.value], accessTokenSeconds: Number(seconds.value) }
      created.value = await ask('POST clients/create', { body: { account, region, poolId, ...settings } })
      await reloadMap()
    })
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        create()
      }}
    >
      <h2 class="part-title">New client</h2>
      <Select
        label="User pool"
        value={pool.id}
        choices={pools.map(({ id, name }) => ({ value: id, text: `${name} (${id})` }))}
        onChoose={(id) => setParams({ pool: id })}
      />
      <TextField label="Name" value={name.value} isRequired onType={(text) => (name.value = text)} />
      <ScopeChoice
        legend="Scopes that it may ask for"
        scopes={pool.resourceServers.flatMap((server) => server.scopes)}
        chosen={scopes.value}
        onChoose={(chosen) => {
          scopes.value = chosen
        }}
      />
      <Select
        label="Its tokens live"
        value={seconds.value}
        choices={LIFETIMES}
        onChoose={(value) => (seconds.value = value)}
      />
      {doing.problem.value !== undefined && <Problem text={doing.problem.value} />}
      <div class="row">
        <Button kind="main" isSubmit isDisabled={doing.isBusy.value}>
          Create the client
        </Button>
      </div>
    </form>
  )
}

function Created({ created: { client, secret } }: { readonly created: CreatedClient }) {
  return (
    <>
      <h2 class="part-title">{client.name} is there</h2>
      <p>
        Its id is <code>{client.id}</code>, and this is its secret:
      </p>
      <Secret value={secret} />
      <p>
        <a href={hrefOf({ view: 'clients', rest: [client.id] })}>See the client</a>, or{' '}
        <a href={hrefOf({ view: 'try', params: { client: client.id } })}>call with it</a>.
      </p>
    </>
  )
}
