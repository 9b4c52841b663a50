import type { CodePackage, FunctionCredentials, FunctionVersion } from '../../../functions/ports.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import { mintTemporaryKey } from '../../../kernel/session.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { Store } from '../../../store/store.ts'
import { functionArn, LATEST } from '../names.ts'
import type { CodeUse, VersionRecord } from '../records.ts'

export interface EngineVersionDeps {
  readonly store: Pick<Store, 'blobs'>
  readonly vault: Vault
  readonly random: Random
  readonly hotDirectories: Readonly<Record<string, string>>
}

/** A version as the engine runs it. Its variables are unsealed once, here. */
export function engineVersion(
  deps: EngineVersionDeps,
  place: Place,
  functionName: string,
  record: VersionRecord,
): FunctionVersion {
  const { settings, version } = record
  const { LoggingConfig, Role = '' } = settings
  const directory = version === LATEST ? deps.hotDirectories[functionName] : undefined
  return {
    id: record.environmentId,
    place,
    functionName,
    functionArn: functionArn(place, functionName),
    version,
    runtime: settings.Runtime ?? '',
    handler: settings.Handler ?? '',
    timeoutMs: (settings.Timeout ?? 3) * 1000,
    memoryMb: settings.MemorySize ?? 128,
    code: directory === undefined ? packageOf(deps, record.code) : { directory },
    layers: record.layers.flatMap(({ code }) => (code ? packageOf(deps, code) : [])),
    variables: record.variables ? JSON.parse(deps.vault.open(record.variables)) : {},
    logging: {
      group: LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`,
      format: LoggingConfig?.LogFormat === 'JSON' ? 'JSON' : 'Text',
      ...(LoggingConfig?.ApplicationLogLevel !== undefined && { applicationLevel: LoggingConfig.ApplicationLogLevel }),
      ...(LoggingConfig?.SystemLogLevel !== undefined && { systemLevel: LoggingConfig.SystemLogLevel }),
    },
    credentials: () => roleCredentials(Role, functionName, deps),
  }
}

function packageOf({ store }: EngineVersionDeps, { hash, sha256 }: CodeUse): CodePackage {
  return {
    sha256: Buffer.from(sha256, 'base64').toString('hex'),
    async read() {
      const bytes = await store.blobs.get(hash)
      if (!bytes) throw new CodeGone(hash)
      return bytes
    },
  }
}

/** The version was changed or deleted between a look at the store and this one. */
export class CodeGone extends Error {
  constructor(hash: string) {
    super(`the archive ${hash} is not in the store any more`)
    this.name = 'CodeGone'
  }
}

/** A session of the function's role, named after the function; a name needs two characters (recorded). */
function roleCredentials(role: string, functionName: string, deps: EngineVersionDeps): FunctionCredentials {
  const account = /::(\d{12}):/.exec(role)?.[1] ?? ''
  const roleName = role.slice(role.lastIndexOf('/') + 1)
  const session = functionName.length > 1 ? functionName : `${functionName}@lambda_function`
  const userId = `AROA${'LAMBDAROLE000000'}:${session}`
  return mintTemporaryKey({ account, userId, resource: `assumed-role/${roleName}/${session}` }, deps)
}
