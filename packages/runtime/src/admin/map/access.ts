import type { CandidateToken, Foreseen } from '../../gateway/foreseen.ts'
import type { TokenIssuer } from '../../gateway/ports.ts'
import type { Answering } from '../asked.ts'
import type { AccessCell, ClientAccess, ClientView, MethodView } from '../contract/map.ts'
import type { DeployedStage, Inside } from '../inside.ts'
import type { AdminSource } from '../ports.ts'
import { methodsOf } from './apis.ts'
import { poolViews } from './pools.ts'

const MAX_CLIENTS = 200
const MAX_METHODS = 500

/** A method, with the stage that it is called on and its place among that stage's. */
export interface StageMethods {
  readonly stage: DeployedStage
  readonly methods: readonly MethodView[]
}

export const accessMatrix: Answering<'GET map/access'> = async (_, source) => {
  const { inside } = source
  const { domains } = await source.status()
  const [pools, stages] = await Promise.all([poolViews(inside, domains), allStages(source)])
  const issuers = new Map(await Promise.all(pools.map(async ({ id, arn }) => [id, await inside.issuer(arn)] as const)))
  const clients = pools.flatMap((pool) => pool.clients)
  const methods = stages.flatMap((stage) => stage.methods)
  const rows = await Promise.all(
    clients.slice(0, MAX_CLIENTS).map((client) => rowOf(client, issuers.get(client.poolId), stages, inside)),
  )
  return {
    clients: rows.map(({ client }) => client),
    methods: methods.slice(0, MAX_METHODS).map(({ id }) => id),
    cells: rows.map(({ cells }) => cells.slice(0, MAX_METHODS)),
    leftOut: {
      clients: Math.max(0, clients.length - MAX_CLIENTS),
      methods: Math.max(0, methods.length - MAX_METHODS),
    },
  }
}

/** All that is deployed, in the order of `GET map`. */
export async function allStages({ inside, status }: Pick<AdminSource, 'inside' | 'status'>): Promise<StageMethods[]> {
  const { apis } = await status()
  const stages = await Promise.all(apis.flatMap(({ id, stages }) => stages.map(({ name }) => inside.stage(id, name))))
  return stages.flatMap((stage) => (stage ? [{ stage, methods: methodsOf(stage) }] : []))
}

interface Row {
  readonly client: ClientAccess
  readonly cells: readonly AccessCell[]
}

async function rowOf(
  { id, poolId }: ClientView,
  issuer: TokenIssuer | undefined,
  stages: readonly StageMethods[],
  inside: Inside,
): Promise<Row> {
  const token = await inside.foreseenToken(poolId, id)
  const refused = token && 'refused' in token ? token.refused : undefined
  const isRefused = !token || 'refused' in token
  // Nothing is asked of a token that there is none of, but where methods let everybody in, or a function decides.
  const claims = isRefused ? {} : token.claims
  const scopes = isRefused ? [] : token.scopes
  const client: ClientAccess = { id, poolId, scopes, ...(refused !== undefined && { refused }) }
  // A pool whose keys are gone has no tokens that anybody would take.
  if (!issuer) return { client, cells: stages.flatMap(({ methods }) => methods.map(() => NO_POOL)) }
  const cells = await cellsOf({ claims, issuer }, scopes, stages, inside)
  if (isRefused) return { client, cells: cells.map((cell) => withoutToken(cell, refused)) }
  return { client, cells: token.mayChange ? cells.map(maybeOtherwise) : cells }
}

const NO_POOL: AccessCell = { verdict: 'no', reason: 'the pool is gone' }

/** What calls with a token come to, of each method. */
export async function cellsOf(
  token: CandidateToken,
  scopes: readonly string[],
  stages: readonly StageMethods[],
  inside: Inside,
): Promise<AccessCell[]> {
  const found = await Promise.all(
    stages.map(async ({ stage, methods }) => {
      const foreseen = await inside.foreseen(stage, token)
      return methods.map((method, at) => cellOf(foreseen[at], method, scopes))
    }),
  )
  return found.flat()
}

function cellOf(
  foreseen: Foreseen = { verdict: 'no' },
  { authorization }: MethodView,
  scopes: readonly string[],
): AccessCell {
  const by = foreseen.verdict === 'yes' ? authorization.scopes.filter((scope) => scopes.includes(scope)) : []
  return by.length > 0 ? { ...foreseen, by } : foreseen
}

function withoutToken(cell: AccessCell, refused = 'there is no such client'): AccessCell {
  return cell.verdict === 'open' || cell.verdict === 'depends'
    ? cell
    : { verdict: 'no', reason: `it gets no token: ${refused}` }
}

/** The pool's own function has its say with each token. */
function maybeOtherwise(cell: AccessCell): AccessCell {
  if (cell.verdict !== 'no' && cell.verdict !== 'yes') return cell
  const otherwise = cell.reason === undefined ? '' : `; without it: ${cell.reason}`
  return {
    ...cell,
    verdict: 'depends',
    reason: `the pool's pre token generation function may change the token${otherwise}`,
  }
}
