import type { AccessMatrix, MethodView, ServerMap, StageView } from '../../admin/contract/map.ts'
import type { Place } from '../../kernel/place.ts'
import type { Status } from '../../kernel/status.ts'

export interface Deployed {
  readonly map: ServerMap
  readonly access: AccessMatrix
  readonly functionUrls: Status['functionUrls']
}

export interface Server {
  readonly origin: string
  /** What a command of this folder says to reach it, e.g. `--port 4567`; empty where it finds it by itself. */
  readonly flags: string
  /** Where commands of this shell look, unless they are told otherwise. */
  readonly home: Place
}

/** Beyond that many, whoever reads them looks elsewhere. */
const MAX_METHODS = 12

/** How to call what is deployed: lines for a shell, each with a client that may, and where else to look. */
export function readyLines({ map, access, functionUrls }: Deployed, { origin, flags, home }: Server): string[] {
  const names = namesOf(map)
  const clients = new Map(map.pools.flatMap((pool) => pool.clients).map((client) => [client.id, client]))
  const tokens = map.pools.flatMap(({ clients, domains }) => {
    const machine = clients.find(({ hasSecret }) => hasSecret)
    const asked = machine ? `   # ${tokenOf(machine.id)} --curl` : ''
    return domains.map(({ local }) => `${local}${asked}`)
  })
  const methods = map.apis.flatMap(({ name, stages }) =>
    stages.flatMap((stage) =>
      stage.methods
        .filter(isCalled)
        .map((method) => `${call(stage, method)}   # ${name}${asks(method)}${whoMay(method).note}`),
    ),
  )
  const shown = methods.slice(0, MAX_METHODS)
  if (methods.length > shown.length) shown.push(`… and ${methods.length - shown.length} more, in the console`)
  return [
    ...section('Token endpoints', tokens),
    ...section('Methods', shown),
    ...section(
      'Functions',
      functionUrls.map(({ functionName, local }) => `curl '${local}'   # ${functionName}`),
    ),
    ...section('Console', [`${origin}/_sallyport/`]),
  ]

  function tokenOf(id: string): string {
    const { account = home.account, region = home.region } = clients.get(id) ?? {}
    const elsewhere = [
      region === home.region ? '' : `--region ${region}`,
      account === home.account ? '' : `--account ${account}`,
    ]
    return ['sallyport token', shellWord(names.get(id) ?? id), flags, ...elsewhere].filter(Boolean).join(' ')
  }

  function call(stage: StageView, method: MethodView): string {
    const verb =
      method.method === 'ANY' || method.method === 'GET' || method.path === '$default' ? '' : ` -X ${method.method}`
    const { client } = whoMay(method)
    const token = client === undefined ? '' : ` -H "Authorization: $(${tokenOf(client)})"`
    const key = method.needsApiKey ? ' -H "x-api-key: $API_KEY"' : ''
    const path = method.path === '$default' ? '/' : method.path
    return `curl${verb}${token}${key} '${stage.local.replace(/\/$/, '')}${path.replaceAll("'", '%27')}'`
  }

  /** A client that may call a method that wants a token; else why none may. */
  function whoMay({ id, authorization }: MethodView): { readonly client?: string; readonly note: string } {
    if (authorization.type !== 'COGNITO_USER_POOLS' && authorization.type !== 'JWT') return { note: '' }
    const column = access.methods.indexOf(id)
    const row = access.cells.findIndex((cells) => {
      const verdict = cells[column]?.verdict
      return verdict === 'yes' || verdict === 'depends'
    })
    const client = access.clients[row]?.id
    return client === undefined ? { note: ', which no client may call' } : { client, note: '' }
  }
}

/** What browsers ask before a call from another origin is not what anybody tries by hand. */
function isCalled({ method, authorization }: MethodView): boolean {
  return method !== 'OPTIONS' || authorization.type !== 'NONE'
}

function asks({ authorization: { type, scopes } }: MethodView): string {
  if (scopes.length > 0) return `, for ${scopes.join(' or ')}`
  return type === 'CUSTOM' || type === 'AWS_IAM' ? `, for whom ${type === 'CUSTOM' ? 'a function' : 'IAM'} lets` : ''
}

/** What `sallyport token` knows a client by: its name, or where that is longer or another's too, its id. */
function namesOf({ pools }: ServerMap): ReadonlyMap<string, string> {
  const clients = pools.flatMap((pool) => pool.clients)
  const count = new Map<string, number>()
  for (const { name } of clients) count.set(name, (count.get(name) ?? 0) + 1)
  return new Map(clients.map(({ id, name }) => [id, count.get(name) === 1 && name.length <= id.length ? name : id]))
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]
}

function shellWord(text: string): string {
  return /^[\w.@/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
