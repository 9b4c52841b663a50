import type { Clock } from '../../../kernel/clock.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { WireRequest, WireResponse } from '../../../kernel/wire.ts'
import type { Store } from '../../../store/store.ts'
import type { CodeUse } from '../records.ts'
import { marks } from '../repository.ts'

/** Documented: ten minutes. */
const VALID_MS = 600_000
const PATH = '/_aws/lambda-code/'

/**
 * Where an archive can be fetched by whoever has the address, as from AWS's presigned one. The blob's name is random and
 * used once: who knows it was told it.
 */
export function codeLocation(origin: string, { hash }: CodeUse, clock: Clock, random: Random): string {
  const expires = clock.now() + VALID_MS
  return `${origin}${PATH}${hash}?expires=${expires}&nonce=${random.bytes(8).toString('hex')}`
}

export type CodeDownloads = (request: WireRequest, name: string) => Promise<WireResponse>

/** Serves the addresses of {@link codeLocation}. */
export function createCodeDownloads({ store, clock }: { readonly store: Store; readonly clock: Clock }): CodeDownloads {
  return async ({ method, query }, name) => {
    if (method !== 'GET' && method !== 'HEAD') return refused(405)
    const expires = Number(new URLSearchParams(query).get('expires'))
    if (!(expires > clock.now())) return refused(403)
    const bytes = await archive(store, store, name)
    if (!bytes) return refused(404)
    return { status: 200, headers: [['Content-Type', 'application/zip']], body: bytes }
  }
}

async function archive(reader: Reader, { blobs }: Pick<Store, 'blobs'>, name: string): Promise<Buffer | undefined> {
  return (await marks.isReferenced(reader, name)) ? blobs.get(name) : undefined
}

function refused(status: number): WireResponse {
  return { status, headers: [['Content-Type', 'text/plain']], body: '' }
}
