import { execFile } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { CA_FILES, systemRoots } from '../http/certificates.ts'
import { packageFilePath } from '../package-files.ts'
import { noProxyForEmulatedNames } from '../runtime/no-proxy.ts'
import { nodeOptions } from '../runtime/node-options.ts'
import { askServer } from './ask-server.ts'
import { CommandFailure } from './command.ts'
import { CREDENTIALS_IN_THE_WAY, credentialVariables, type Environment } from './endpoint-environment.ts'
import { javaToolOptions } from './java-tool-options.ts'

const TRUST_STORE = 'ca-truststore.p12'
const TRUST_STORE_PASSWORD = 'changeit'

export interface ProxyEnvironmentOptions {
  readonly origin: string
  readonly region: string
  /** Undefined: the server keeps nothing on disk. */
  readonly dataDir: string | undefined
  /** The variables of the shell that it is for. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * What makes AWS's own host names reach a server: the proxy, and the authority that signs for those names in every
 * variable that some client reads. Several of them replace the system's roots, so they name a bundle of both.
 */
export async function proxyEnvironment(options: ProxyEnvironmentOptions): Promise<Environment> {
  const { origin, region, env } = options
  const files = await authorityFiles(origin, options.dataDir)
  const noProxy = noProxyForEmulatedNames(env)
  return {
    set: {
      HTTPS_PROXY: origin,
      https_proxy: origin,
      NO_PROXY: noProxy,
      no_proxy: noProxy,
      // Node 24 heeds HTTPS_PROXY in fetch and https when this is set; the CDK CLI has always done so itself.
      ...(warnsOfEnvProxy() ? {} : { NODE_USE_ENV_PROXY: '1' }),
      // The same for older releases, and for the agents that libraries make in all of them.
      NODE_OPTIONS: nodeOptions(env.NODE_OPTIONS ?? '', packageFilePath('dist/node-proxy.cjs')),
      AWS_CA_BUNDLE: files.bundle,
      NODE_EXTRA_CA_CERTS: files.certificate,
      CURL_CA_BUNDLE: files.bundle,
      SSL_CERT_FILE: files.bundle,
      REQUESTS_CA_BUNDLE: files.bundle,
      ...(await javaVariables(files, new URL(origin), env.JAVA_TOOL_OPTIONS)),
      ...credentialVariables(region),
    },
    unset: ['AWS_ENDPOINT_URL', ...CREDENTIALS_IN_THE_WAY],
  }
}

/** Late releases of Node 22 heed NODE_USE_ENV_PROXY too, and every command there then warns that it is experimental. */
function warnsOfEnvProxy(): boolean {
  return process.versions.node.startsWith('22.')
}

interface AuthorityFiles {
  readonly folder: string
  readonly certificate: string
  readonly bundle: string
}

/** The server's authority as files: in its data directory, or beside it for a server that keeps nothing on disk. */
async function authorityFiles(origin: string, dataDir: string | undefined): Promise<AuthorityFiles> {
  const { status, text: pem } = await askServer(`${origin}/_sallyport/ca.pem`)
  if (status !== 200) throw new CommandFailure('the server has no certificate authority to show')
  const isOwn = dataDir !== undefined && holdsCertificate(dataDir, pem)
  const folder = isOwn ? resolve(dataDir) : privateFolder(new URL(origin).port)
  const files = { folder, certificate: join(folder, CA_FILES.certificate), bundle: join(folder, CA_FILES.bundle) }
  if (!isOwn) writeFileSync(files.certificate, pem)
  writeFileSync(files.bundle, `${pem.trim()}\n${systemRoots()}\n`)
  return files
}

function holdsCertificate(dataDir: string, pem: string): boolean {
  const own = join(dataDir, CA_FILES.certificate)
  return existsSync(own) && readFileSync(own, 'utf8').trim() === pem.trim()
}

/**
 * A folder of this user alone: the temporary directory is everybody's, and whoever owned the folder could put an
 * authority of his own into the bundle.
 */
function privateFolder(port: string): string {
  const { uid, username } = userInfo()
  const folder = join(tmpdir(), `sallyport-${uid < 0 ? username : uid}-${port}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  const isPrivate = uid < 0 || (found.uid === uid && (found.mode & 0o022) === 0)
  if (found.isDirectory() && isPrivate) return folder
  throw new CommandFailure(`${folder} is not a private folder of this user`, 'Remove it and try again.')
}

/** Java reads none of the PEM variables: it gets a trust store, where there is a keytool to write one. */
async function javaVariables(
  { folder, certificate }: AuthorityFiles,
  proxy: URL,
  present = '',
): Promise<Record<string, string>> {
  const store = join(folder, TRUST_STORE)
  if (!(await makeTrustStore(store, certificate))) return {}
  const properties = {
    'https.proxyHost': proxy.hostname,
    'https.proxyPort': proxy.port,
    'javax.net.ssl.trustStore': store,
    'javax.net.ssl.trustStorePassword': TRUST_STORE_PASSWORD,
    'javax.net.ssl.trustStoreType': 'PKCS12',
  }
  return { JAVA_TOOL_OPTIONS: javaToolOptions(present, properties) }
}

async function makeTrustStore(store: string, certificate: string): Promise<boolean> {
  const work = mkdtempSync(join(tmpdir(), 'sallyport-java-'))
  const fresh = join(work, TRUST_STORE)
  const args = ['-importcert', '-noprompt', '-alias', 'sallyport', '-file', certificate, '-keystore', fresh]
  try {
    await promisify(execFile)('keytool', [...args, '-storetype', 'PKCS12', '-storepass', TRUST_STORE_PASSWORD])
    writeFileSync(store, readFileSync(fresh))
    return true
  } catch {
    return false
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
