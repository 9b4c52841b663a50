import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Config } from '../config/settings.ts'
import { environmentsFolder } from '../functions/environment/names.ts'
import { temporaryFolder } from '../functions/host/temporary-folders.ts'
import type { FunctionHost } from '../functions/ports.ts'
import { CA_FILES, systemRoots } from '../http/certificates.ts'
import type { Random } from '../kernel/random.ts'
import { packageFilePath } from '../package-files.ts'
import { noProxyForEmulatedNames } from './no-proxy.ts'
import { nodeOptions } from './node-options.ts'

/** Settings of the machine that functions run on. */
export type FunctionSettings = Pick<
  Config,
  | 'dataDir'
  | 'node'
  | 'python'
  | 'java'
  | 'javaRuntimeClient'
  | 'inspectFunctions'
  | 'functionsUser'
  | 'functionRetries'
  | 'hot'
>

export interface FunctionHostDeps {
  readonly settings: FunctionSettings
  readonly random: Random
  readonly origin: () => string
  /** Leads to the rest of the world, too. */
  readonly proxy: () => string
  readonly caCertificate: () => Promise<string>
}

export interface OwnFunctionHost extends FunctionHost {
  /** An earlier server may have left processes running: it did not end its environments. */
  readonly hasLeftovers: () => boolean
  /** What is kept nowhere goes. */
  remove(): void
}

/** AWS waits a minute and two; nobody who develops wants to. */
const RETRY_DELAYS_MS = { fast: [1000, 2000], aws: [60_000, 120_000] } as const

export function retryDelaysMs({ functionRetries }: FunctionSettings): readonly number[] {
  return RETRY_DELAYS_MS[functionRetries]
}

/** `name=directory`, by name. */
export function hotDirectories({ hot }: FunctionSettings): Readonly<Record<string, string>> {
  return Object.fromEntries(
    hot.map((entry) => {
      const at = entry.indexOf('=')
      return [entry.slice(0, at), resolve(entry.slice(at + 1))]
    }),
  )
}

/** What this machine gives to functions: a folder below the data directory, or one of this process alone. */
export function createFunctionHost(deps: FunctionHostDeps): OwnFunctionHost {
  const { settings, random, origin, proxy, caCertificate } = deps
  const { dataDir, node, python, java, javaRuntimeClient, inspectFunctions } = settings
  const folder = dataDir === undefined ? temporaryFolder(random) : resolve(dataDir, 'functions')
  const user = userOf(settings.functionsUser)
  return {
    folder,
    isTemporary: dataDir === undefined,
    origin,
    interpreters: { node, python, java },
    sdkModules: modulesAbove(process.cwd(), dirname(packageFilePath('package.json'))),
    inspect: inspectFunctions,
    ...(javaRuntimeClient !== '' && { javaRuntimeClient: resolve(javaRuntimeClient) }),
    ...(user && { user }),
    awsNames: async () => awsNames(proxy(), writeAuthority(folder, await caCertificate())),
    hasLeftovers: () => dataDir !== undefined && hasEntries(environmentsFolder(folder)),
    remove() {
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function hasEntries(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0
  } catch {
    return false
  }
}

interface AuthorityFiles {
  readonly certificate: string
  readonly bundle: string
}

function writeAuthority(folder: string, pem: string): AuthorityFiles {
  const files = { certificate: join(folder, CA_FILES.certificate), bundle: join(folder, CA_FILES.bundle) }
  if (existsSync(files.bundle)) return files
  mkdirSync(folder, { recursive: true })
  writeFileSync(files.certificate, pem)
  writeFileSync(files.bundle, `${pem.trim()}\n${systemRoots()}\n`)
  return files
}

/** As `sallyport env` prints them for a shell. */
function awsNames(proxy: string, { certificate, bundle }: AuthorityFiles): Record<string, string> {
  const noProxy = noProxyForEmulatedNames({})
  return {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    NODE_OPTIONS: nodeOptions('', packageFilePath('dist/node-proxy.cjs')),
    NODE_EXTRA_CA_CERTS: certificate,
    AWS_CA_BUNDLE: bundle,
    CURL_CA_BUNDLE: bundle,
    SSL_CERT_FILE: bundle,
    REQUESTS_CA_BUNDLE: bundle,
  }
}

/** `node_modules` of these folders and of all above them: where Node would look. */
function modulesAbove(...folders: readonly string[]): string[] {
  const found = new Set<string>()
  for (const folder of folders) {
    for (let at = folder; ; at = dirname(at)) {
      const modules = join(at, 'node_modules')
      if (existsSync(modules)) found.add(modules)
      if (at === dirname(at)) break
    }
  }
  return [...found]
}

function userOf(given: string): { readonly uid: number; readonly gid: number } | undefined {
  const [uid, gid = uid] = given.split(':').map(Number)
  return given === '' || uid === undefined || gid === undefined ? undefined : { uid, gid }
}
