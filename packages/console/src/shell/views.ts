import type { ComponentType } from 'preact'
import { ChartsView } from '../charts/charts-view.tsx'
import { ClientsView } from '../clients/clients-view.tsx'
import { ClockView } from '../clock/clock-view.tsx'
import { FlowView } from '../flow/flow-view.tsx'
import { FunctionsView } from '../functions/functions-view.tsx'
import { MapView } from '../map/map-view.tsx'
import { OutboxView } from '../outbox/outbox-view.tsx'
import { PeopleView } from '../people/people-view.tsx'
import { StacksView } from '../stacks/stacks-view.tsx'
import { TryItView } from '../try-it/try-it-view.tsx'
import type { IconName } from '../ui/icon.tsx'

export interface View {
  /** In the address. */
  readonly name: string
  readonly title: string
  readonly icon: IconName
  readonly page: ComponentType
}

/** In the order of the navigation; the first one is home. */
export const VIEWS: readonly [View, ...View[]] = [
  { name: 'flow', title: 'Flow', icon: 'flow', page: FlowView },
  { name: 'map', title: 'Map', icon: 'map', page: MapView },
  { name: 'clients', title: 'Clients and tokens', icon: 'clients', page: ClientsView },
  { name: 'people', title: 'People', icon: 'people', page: PeopleView },
  { name: 'outbox', title: 'Outbox', icon: 'outbox', page: OutboxView },
  { name: 'try', title: 'Try it', icon: 'tryIt', page: TryItView },
  { name: 'stacks', title: 'Stacks', icon: 'stacks', page: StacksView },
  { name: 'functions', title: 'Functions', icon: 'functions', page: FunctionsView },
  { name: 'charts', title: 'Charts', icon: 'charts', page: ChartsView },
  { name: 'clock', title: 'Clock', icon: 'clock', page: ClockView },
]

export function viewNamed(name: string): View | undefined {
  return name === '' ? VIEWS[0] : VIEWS.find((view) => view.name === name)
}
