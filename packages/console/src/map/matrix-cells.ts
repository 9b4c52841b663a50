import type { AccessCell, AccessMatrix, MethodView, ServerMap } from '../api/contract.ts'

export interface MatrixRow {
  readonly method: MethodView
  /** `orders/prod`. */
  readonly where: string
  readonly cells: readonly AccessCell[]
}

export interface Matrix {
  readonly clients: readonly { readonly id: string; readonly name: string; readonly refused?: string }[]
  readonly rows: readonly MatrixRow[]
  /** Of rows and columns that are not shown. */
  readonly leftOut: number
}

/** More than these are no table any more; the text above narrows them down. */
const MAX_CLIENTS = 40
const MAX_METHODS = 100

/** Methods as rows, since they have the longer names, and clients as columns; `text` stands in either of them. */
export function matrixOf(map: ServerMap, access: AccessMatrix, text: string): Matrix {
  const methods = new Map(
    map.apis.flatMap((api) =>
      api.stages.flatMap((stage) =>
        stage.methods.map((method) => [method.id, { method, where: `${api.name}/${stage.name}` }] as const),
      ),
    ),
  )
  const names = new Map(map.pools.flatMap((pool) => pool.clients.map(({ id, name }) => [id, name])))
  const clients = access.clients.map(({ id, refused }, column) => ({ id, name: names.get(id) ?? id, refused, column }))
  const rows = access.methods.flatMap((id, column) => {
    const found = methods.get(id)
    return found ? [{ ...found, column }] : []
  })
  const wanted = text.trim().toLowerCase()
  const has = (...texts: string[]) => texts.join(' ').toLowerCase().includes(wanted)
  const isOfClient = clients.some(({ name }) => has(name))
  const isOfMethod = rows.some(({ method, where }) => has(method.method, method.path, where))
  // A name that only clients have narrows clients down, and the other way round.
  const fittingClients = clients.filter(({ name }) => !isOfClient || has(name))
  const fittingRows = rows.filter(({ method, where }) => !isOfMethod || has(method.method, method.path, where))
  const isNowhere = !isOfClient && !isOfMethod
  const shownClients = isNowhere ? [] : fittingClients.slice(0, MAX_CLIENTS)
  const shownRows = isNowhere ? [] : fittingRows.slice(0, MAX_METHODS)
  const beyond = fittingClients.length - shownClients.length + fittingRows.length - shownRows.length
  return {
    clients: shownClients.map(({ column: _, ...client }) => client),
    rows: shownRows.map(({ method, where, column }) => ({
      method,
      where,
      cells: shownClients.map((client) => access.cells[client.column]?.[column] ?? { verdict: 'depends' }),
    })),
    leftOut: isNowhere ? 0 : beyond + access.leftOut.clients + access.leftOut.methods,
  }
}

/** A cell in a sentence. */
export function sentenceOf(client: string, { method, path }: MethodView, { verdict, reason, by }: AccessCell): string {
  const call = `${method} ${path}`
  if (verdict === 'open') return `Everybody may call ${call}, ${client} too${because(reason)}.`
  if (verdict === 'no') return `${client} may not call ${call}${because(reason)}.`
  if (verdict === 'depends') return `Whether ${client} may call ${call} is told by each call${because(reason)}.`
  const scopes = by?.length ? `: its token needs ${by.join(' or ')}` : because(reason)
  return `${client} may call ${call}${scopes}.`
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`
}
