import type { Answering } from './asked.ts'
import { tryCall } from './calls/call.ts'
import { addSecret, createClient, deleteClient, deleteSecret, listSecrets, revealSecret } from './clients/clients.ts'
import type { EndpointName } from './contract/endpoints.ts'
import { functionLogs, listFunctions } from './functions/functions.ts'
import { accessMatrix } from './map/access.ts'
import { serverMap } from './map/map.ts'
import { metricsSeries } from './metrics/series.ts'
import { listUsers, showUser } from './people/users.ts'
import { listChanges } from './stacks/changes.ts'
import { listEvents } from './stacks/events.ts'
import { listStacks, showStack } from './stacks/stacks.ts'
import { inspectToken } from './tokens/inspect.ts'
import { issueToken } from './tokens/tokens.ts'

/** What the command line and scripts ask for, which is here from the start. */
type PlainEndpoint =
  | 'GET health'
  | 'GET status'
  | 'GET clock'
  | 'POST clock'
  | 'GET outbox'
  | 'GET requests'
  | 'GET requests/{id}'
  | 'POST world'
  | 'POST reset'
  | 'POST stop'

export type ConsoleEndpoint = Exclude<EndpointName, PlainEndpoint>

/** What only the console asks for. */
export const CONSOLE_ENDPOINTS: { readonly [E in ConsoleEndpoint]: Answering<E> } = {
  'GET stacks': listStacks,
  'GET stacks/{name}': showStack,
  'GET stacks/{name}/events': listEvents,
  'GET stacks/{name}/changes': listChanges,
  'GET map': serverMap,
  'GET map/access': accessMatrix,
  'GET pools/{poolId}/users': listUsers,
  'GET pools/{poolId}/users/{username}': showUser,
  'POST clients/create': createClient,
  'POST clients/reveal': revealSecret,
  'POST clients/secrets': listSecrets,
  'POST clients/add-secret': addSecret,
  'POST clients/delete-secret': deleteSecret,
  'POST clients/delete': deleteClient,
  'POST tokens': issueToken,
  'POST tokens/inspect': inspectToken,
  'POST calls': tryCall,
  'GET functions': listFunctions,
  'GET functions/{name}/logs': functionLogs,
  'GET metrics/series': metricsSeries,
}
