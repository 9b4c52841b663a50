import type { ApiView, IntegrationView, MethodView, ServerMap } from '../api/contract.ts'
import { allClients } from '../state/server-map.ts'

/** Who calls, what for, what, and who answers: from left to right. */
export const COLUMNS = ['Clients', 'Scopes', 'Methods', 'Answered by'] as const

export interface PictureNode {
  /** Within the picture. */
  readonly id: string
  readonly column: number
  readonly row: number
  readonly text: string
  /** A second line. */
  readonly about: string
  /** Where the console shows it. */
  readonly href?: { readonly view: string; readonly rest?: readonly string[]; readonly params?: Record<string, string> }
}

export interface Picture {
  readonly nodes: readonly PictureNode[]
  readonly edges: readonly (readonly [from: string, to: string])[]
  readonly rows: number
  /** How many nodes there was no room for. */
  readonly leftOut: number
}

/** A column that nobody could read: what is looked for is found by the text above. */
const MAX_ROWS = 80

type Draft = Omit<PictureNode, 'row'>

/** What is deployed as a picture. `text` leaves what does not have it away, but for what hangs together with what has. */
export function pictureOf(map: ServerMap, text: string): Picture {
  const drafts = new Map<string, Draft>()
  const edges = new Map<string, readonly [string, string]>()
  const add = (draft: Draft) => {
    if (!drafts.has(draft.id)) drafts.set(draft.id, draft)
    return draft.id
  }
  const join = (from: string, to: string) => edges.set(`${from}\n${to}`, [from, to])

  for (const client of allClients(map)) {
    const from = add(clientNode(client))
    for (const scope of client.scopes) join(from, add(scopeNode(scope)))
  }
  for (const api of map.apis) {
    for (const stage of api.stages) {
      for (const method of stage.methods) {
        const to = add(methodNode(api, stage.name, method))
        for (const scope of method.authorization.scopes) join(add(scopeNode(scope)), to)
        if (method.integration) join(to, add(integrationNode(method.integration)))
        const { functionName } = method.authorization
        if (functionName !== undefined) join(to, add(functionNode(functionName, 'decides who may call')))
      }
    }
  }
  const found = hangingTogether([...drafts.values()], [...edges.values()], text)
  return placed(
    [...drafts.values()].filter(({ id }) => found.has(id)),
    [...edges.values()],
  )
}

function clientNode({ id, name, poolId }: { id: string; name: string; poolId: string }): Draft {
  return { id: `client ${id}`, column: 0, text: name, about: poolId, href: { view: 'clients', rest: [id] } }
}

function scopeNode(scope: string): Draft {
  const at = scope.lastIndexOf('/')
  return { id: `scope ${scope}`, column: 1, text: scope.slice(at + 1), about: at < 0 ? '' : scope.slice(0, at) }
}

function methodNode(api: ApiView, stage: string, { id, method, path, authorization }: MethodView): Draft {
  const by = authorization.type === 'NONE' ? 'open' : (authorization.name ?? authorization.type)
  const params = { api: api.id, stage, method, path }
  return {
    id: `method ${id}`,
    column: 2,
    text: `${method} ${path}`,
    about: `${api.name}/${stage} · ${by}`,
    href: { view: 'try', params },
  }
}

function integrationNode({ type, functionName, url }: IntegrationView): Draft {
  if (functionName !== undefined) return functionNode(functionName, 'function')
  return {
    id: `backend ${url ?? type}`,
    column: 3,
    text: url ?? type,
    about: url === undefined ? 'answered here' : type,
  }
}

function functionNode(name: string, about: string): Draft {
  return { id: `function ${name}`, column: 3, text: name, about, href: { view: 'functions', rest: [name] } }
}

/** What has the text in it, and all that an edge leads to from there, further and further away from it. */
function hangingTogether(nodes: readonly Draft[], edges: readonly (readonly [string, string])[], text: string) {
  const wanted = text.trim().toLowerCase()
  const matching = nodes.filter((node) => `${node.text} ${node.about}`.toLowerCase().includes(wanted))
  return reach(
    matching.map(({ id }) => id),
    edges,
  )
}

/** The nodes that can be come to from these, to the left and to the right, without turning round. */
export function reach(from: readonly string[], edges: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const reached = new Set(from)
  for (const [here, there] of [
    [0, 1],
    [1, 0],
  ] as const) {
    let front = new Set(from)
    while (front.size > 0) {
      const next = new Set<string>()
      for (const edge of edges) if (front.has(edge[here]) && !next.has(edge[there])) next.add(edge[there])
      for (const id of next) reached.add(id)
      front = next
    }
  }
  return reached
}

function placed(drafts: readonly Draft[], edges: Picture['edges']): Picture {
  const rows = COLUMNS.map(() => 0)
  const nodes: PictureNode[] = []
  for (const draft of drafts) {
    const row = rows[draft.column] ?? 0
    rows[draft.column] = row + 1
    if (row < MAX_ROWS) nodes.push({ ...draft, row })
  }
  const shown = new Set(nodes.map(({ id }) => id))
  return {
    nodes,
    edges: edges.filter(([from, to]) => shown.has(from) && shown.has(to)),
    rows: Math.min(Math.max(0, ...rows), MAX_ROWS),
    leftOut: drafts.length - nodes.length,
  }
}
