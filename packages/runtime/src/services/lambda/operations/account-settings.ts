import { placeKey } from '../../../kernel/place.ts'
import { operation } from '../deps.ts'
import { ACCOUNT_CONCURRENCY } from '../invoke/concurrency.ts'
import type { CodeUse, VersionRecord } from '../records.ts'
import { functions, layerVersions, versions } from '../repository.ts'
import { sum } from './concurrency.ts'

/** Documented quotas. */
const QUOTAS = { TotalCodeSize: 80_530_636_800, CodeSizeUnzipped: 262_144_000, CodeSizeZipped: 52_428_800 }

export const getAccountSettings = operation('GetAccountSettings', async (_input, _deps, { place, reader }) => {
  const all = await functions.list(reader, place)
  const published = await reader.list<VersionRecord>({ kind: versions.kind, place: placeKey(place) })
  const archives: CodeUse[] = [
    ...all.map(({ latest }) => latest.code),
    ...published.map(({ value }) => value.code),
    ...(await layerVersions.list(reader, place)).map(({ code }) => code),
  ]
  return {
    AccountLimit: {
      ...QUOTAS,
      ConcurrentExecutions: ACCOUNT_CONCURRENCY,
      UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - sum(all),
    },
    AccountUsage: {
      TotalCodeSize: archives.reduce((total, { size }) => total + size, 0),
      FunctionCount: all.length,
    },
  }
})
