import { createHash } from 'node:crypto'
import { uuid } from '../../kernel/ids.ts'
import type { Place } from '../../kernel/place.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import type { Vault } from '../../kernel/vault.ts'
import type { LambdaDeps } from './deps.ts'
import type { FunctionRecord, VersionRecord } from './records.ts'
import { functions, holdCode, versionId, versions } from './repository.ts'

interface Published {
  readonly version: VersionRecord
  /** False: nothing has changed since the last version, which is the answer (recorded). */
  readonly isNew: boolean
}

/** Freezes `$LATEST`, whose revision changes with it (recorded). */
export async function published(
  tx: Transaction,
  place: Place,
  record: FunctionRecord,
  description: string | undefined,
  deps: Pick<LambdaDeps, 'clock' | 'random' | 'vault'>,
): Promise<Published> {
  const { name, latest, lastVersion } = record
  const last = await versions.find(tx, place, versionId(name, lastVersion))
  const { random, clock, vault } = deps
  const content = contentOf(latest, vault)
  if (last?.content === content) return { version: last, isNew: false }
  const version: VersionRecord = {
    ...latest,
    version: String(lastVersion + 1),
    environmentId: uuid(random),
    revisionId: uuid(random),
    modifiedAt: clock.now(),
    content,
    settings: description === undefined ? latest.settings : { ...latest.settings, Description: description },
  }
  versions.put(tx, place, versionId(name, version.version), version)
  holdCode(tx, place, name, version)
  functions.put(tx, place, name, {
    ...record,
    lastVersion: lastVersion + 1,
    latest: { ...latest, revisionId: uuid(random) },
  })
  return { version, isNew: true }
}

/** Documented: a version is made only of code or configuration that differ from what the last one was made of. */
function contentOf({ settings, variables, layers, code }: VersionRecord, vault: Vault): string {
  const values = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const content = [values, variables && vault.open(variables), layers.map(({ arn }) => arn), code.sha256]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
