import { LoadingCache } from '../kernel/loading-cache.ts'
import type { MappedPath } from './call.ts'
import type { CustomDomain, CustomDomainSource, DomainMapping } from './ports.ts'

/** In use at a time. */
const MAX_DOMAINS = 1_000

/** Which API a call under a custom domain name is for: kept until something in any domain changes. */
export class DomainDirectory {
  readonly #source: CustomDomainSource
  #domains = new LoadingCache<CustomDomain>(MAX_DOMAINS)

  constructor(source: CustomDomainSource) {
    this.#source = source
    source.onChange(() => {
      // A read that is under way fills the cache that is gone.
      this.#domains = new LoadingCache<CustomDomain>(MAX_DOMAINS)
    })
  }

  current(host: string): CustomDomain | undefined {
    return this.#domains.peek(host)
  }

  async load(host: string): Promise<CustomDomain | undefined> {
    return this.#domains.get(host, () => this.#source.find(host))
  }
}

/** Where a path leads in a domain. */
export interface Mapped {
  readonly apiId: string
  /** `/stage/path`, as behind an API's own name. */
  readonly stageAndPath: string
  readonly mapping: MappedPath
}

/**
 * The mapping with the longest key that fits. In a domain with a key of several levels, keys are beginnings of the path
 * as text: `orders` fits `/ordersandmore`, too; else a key is the first segment (documented: rest-api-mappings). There, too,
 * header names become lower case (documented: same). What is left of such a path for the API is inferred.
 */
export function findMapping({ mappings }: CustomDomain, path: string): Mapped | undefined {
  const sent = `/${path.replace(/^\/+/, '')}`
  const isTextual = mappings.some(({ key }) => key.includes('/'))
  let found: DomainMapping | undefined
  for (const mapping of mappings) {
    if (found && found.key.length >= mapping.key.length) continue
    if (fits(mapping.key, sent, isTextual)) found = mapping
  }
  return found && mappedBy(found, sent, isTextual)
}

function fits(key: string, sent: string, isTextual: boolean): boolean {
  if (key === '') return true
  if (!sent.startsWith(key, 1)) return false
  const end = key.length + 1
  return isTextual || end === sent.length || sent[end] === '/'
}

function mappedBy({ apiId, key, stage }: DomainMapping, sent: string, lowersHeaders: boolean): Mapped {
  const rest = key === '' ? sent.slice(1) : sent.slice(key.length + 1).replace(/^\//, '')
  const behind = `/${rest}`
  const mapping = { key, stage, sent, lowersHeaders }
  return { apiId, stageAndPath: stage === undefined ? behind : `/${stage}${behind}`, mapping }
}
