import { isAbsolute } from 'node:path'
import { PassThrough } from 'node:stream'
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts'
import type { WireResponse } from '../kernel/wire.ts'
import type { Asked } from './asked.ts'
import { json } from './json.ts'
import type { AdminSource, DeploymentRequest } from './ports.ts'

const ACTIONS = ['deploy', 'destroy', 'diff'] as const
const ACCOUNT = /^\d{12}$/
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/

/**
 * `POST deployments`: does to the stacks of a cloud assembly on this machine what is asked, and tells what happens, one
 * JSON document on each line. Where it does not come to its end, the last one says why. Who leaves calls the rest off.
 */
export function runDeployment({ request }: Asked, { deploy }: AdminSource): WireResponse {
  const asked = readRequest(request.body)
  if (typeof asked === 'string') return json(400, { error: asked })
  const leaving = new AbortController()
  request.signal.addEventListener('abort', () => leaving.abort())
  const lines = new PassThrough()
  const tell = (event: object) => lines.write(`${JSON.stringify(event)}\n`)
  deploy(asked, { tell, signal: leaving.signal }).finally(() => lines.end())
  return { status: 200, headers: [['Content-Type', 'application/x-ndjson']], body: lines }
}

/** What is asked, or what is wrong with it. */
function readRequest(body: Buffer): DeploymentRequest | string {
  const asked = parse(body)
  if (!asked) return 'send a JSON object'
  const { action, directory, stacks = [], exclusively, account, region, parameters = {} } = asked
  const known = ACTIONS.find((name) => name === action)
  if (known === undefined) return `action is one of ${ACTIONS.join(', ')}`
  if (typeof directory !== 'string' || !isAbsolute(directory))
    return 'directory is the absolute path of a cloud assembly'
  if (!isTexts(stacks)) return 'stacks is a list of names'
  if (exclusively !== undefined && typeof exclusively !== 'boolean') return 'exclusively is true or false'
  if (typeof account !== 'string' || !ACCOUNT.test(account)) return 'account has twelve digits'
  if (typeof region !== 'string' || !REGION.test(region)) return 'region is the name of a region'
  if (!isJsonObject(parameters) || !isTexts(Object.values(parameters))) return 'parameters are texts by their names'
  return {
    action: known,
    directory,
    stacks,
    ...(exclusively === undefined ? {} : { exclusively }),
    place: { account, region },
    parameters: parameters as Readonly<Record<string, string>>,
  }
}

function isTexts(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function parse(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
