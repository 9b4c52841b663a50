import type { JSX } from 'preact'
import { setParams } from '../router/router.ts'
import { allClients, nameOfApi, nameOfClient, serverMap } from '../state/server-map.ts'
import { Button } from '../ui/button.tsx'
import { type Choice, Select, TextField } from '../ui/field.tsx'
import { type Filter, isEmpty } from './filter.ts'
import './filter-bar.css'
import { held, isPaused, togglePause } from './live.ts'

const STATUSES: readonly Choice[] = [
  { value: '', text: 'Any answer' },
  { value: '2', text: '2xx: went well' },
  { value: '4', text: '4xx: refused' },
  { value: '401', text: '401' },
  { value: '403', text: '403' },
  { value: '429', text: '429' },
  { value: '5', text: '5xx: failed' },
]

const NONE = { refused: '', client: '', api: '', status: '', text: '' }

/** What narrows the list down: all of it stands in the address. */
export function FilterBar({ filter }: { readonly filter: Filter }): JSX.Element {
  const map = serverMap.value.value
  const clients = choices(
    'Any client',
    filter.client,
    allClients(map).map(({ id }) => id),
    nameOfClient,
  )
  const domains = map?.pools.flatMap((pool) => pool.domains.map(({ domain }) => domain)) ?? []
  const apis = choices('Any API', filter.api, [...(map?.apis.map(({ id }) => id) ?? []), ...domains], nameOfApi)
  const statuses = STATUSES.some(({ value }) => value === filter.status)
    ? STATUSES
    : [...STATUSES, { value: filter.status, text: filter.status }]
  return (
    <search class="filter-bar">
      <Button isPressed={filter.refused} onPress={() => setParams({ refused: filter.refused ? '' : '1' })}>
        Refused only
      </Button>
      <Select
        compact
        label="Client"
        value={filter.client}
        choices={clients}
        onChoose={(client) => setParams({ client })}
      />
      <Select compact label="API" value={filter.api} choices={apis} onChoose={(api) => setParams({ api })} />
      <Select
        compact
        label="Answer"
        value={filter.status}
        choices={statuses}
        onChoose={(status) => setParams({ status })}
      />
      <TextField compact label="Path, id or reason" value={filter.text} onType={(text) => setParams({ text })} />
      {!isEmpty(filter) && <Button onPress={() => setParams(NONE)}>Clear</Button>}
      <span class="filter-bar-end">
        <Button icon={isPaused.value ? 'play' : 'pause'} isPressed={isPaused.value} onPress={togglePause}>
          {isPaused.value ? `Paused${held.value > 0 ? `, ${held.value} waiting` : ''}` : 'Pause'}
        </Button>
      </span>
    </search>
  )
}

function choices(any: string, chosen: string, ids: readonly string[], nameOf: (id: string) => string): Choice[] {
  const all = new Set(chosen === '' ? ids : [chosen, ...ids])
  return [{ value: '', text: any }, ...[...all].map((value) => ({ value, text: nameOf(value) }))]
}
