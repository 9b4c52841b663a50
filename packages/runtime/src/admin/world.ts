import { isAbsolute } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { isJsonObject } from '../kernel/json.ts'
import type { WireResponse } from '../kernel/wire.ts'
import type { Asked } from './asked.ts'
import type { WorldImported } from './contract/server.ts'
import { json } from './json.ts'
import type { AdminSource } from './ports.ts'

/** `GET world`: all that is here, with its secrets. */
export async function exportWorld(_: Asked, source: AdminSource): Promise<WireResponse> {
  return { status: 200, headers: [['Content-Type', 'application/json']], body: await source.exportWorld() }
}

/** `POST world`: goes on with what is in a file on this machine, which may be larger than any request here. */
export async function importWorld({ request }: Asked, source: AdminSource): Promise<WireResponse> {
  const file = fileOf(request.body)
  if (file === undefined) return json(400, { error: 'send {"file": "/the/absolute/path/of/world.json"}' })
  try {
    await source.importWorld(file)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return json(400, { error: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) })
  }
  const answer: WorldImported = { status: 'imported' }
  return json(200, answer)
}

function fileOf(body: Buffer): string | undefined {
  try {
    const asked: unknown = JSON.parse(body.toString('utf8'))
    if (isJsonObject(asked) && typeof asked.file === 'string' && isAbsolute(asked.file)) return asked.file
  } catch {
    // As wrong as anything else.
  }
  return undefined
}
