import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { pack } from '../support/packed.ts'
import { otherNodes, root } from '../support/paths.ts'
import { run } from '../support/run.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

const LARGEST_MB = 150
const ACCOUNT = '111122223333'
const recipe = join(root, 'oci')
/** The release that the Containerfile begins with, where npm test has installed it. */
const node =
  otherNodes.find(({ version, path }) => version.startsWith('24.') && existsSync(path))?.path ?? process.execPath

/** Mounts what every container has, for this command alone, and goes on as the command. */
const MOUNT = 'for part in proc dev; do mount --rbind /$part "$0/$part"; done; exec "$@"'

/** What the Containerfile says of the image itself, after its last FROM: JSON where it is JSON. */
function instructions(): ReadonlyMap<string, string> {
  const text = readFileSync(join(recipe, 'Containerfile'), 'utf8').replaceAll('\\\n', ' ')
  const lines = text.slice(text.lastIndexOf('\nFROM ')).split('\n')
  return new Map(lines.filter(Boolean).map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)]))
}

const canRun = process.platform === 'linux' && process.getuid?.() === 0
if (!canRun) console.warn('skipped: only root of Linux can try the image without a tool for images')

// Each step goes on from the one before it.
describe.skipIf(!canRun)('the image that oci/Containerfile describes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-image-'))
  const image = join(folder, 'image')
  const said = instructions()
  let server: SallyportProcess | undefined

  /** A command as a container has it: within the image, as its user, with its variables. */
  function within(...command: readonly string[]): [string, ...string[]] {
    const variables = (said.get('ENV') ?? '').split(' ')
    const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
    const enter = [
      'chroot',
      `--userspec=${said.get('USER')}`,
      image,
      '/usr/bin/env',
      '-i',
      path,
      ...variables,
      ...command,
    ]
    return ['unshare', '--mount', 'sh', '-c', MOUNT, image, ...enter]
  }

  async function runWithin(...command: readonly string[]) {
    const [program, ...args] = within(...command)
    return run(program, args)
  }

  beforeAll(async () => {
    const file = join(folder, await pack(join(root, 'packages', 'runtime'), folder))
    // The first `node` of the path becomes the image's.
    const env = { PATH: `${dirname(node)}:${process.env.PATH}`, ...certificates() }
    const assembled = await run('sh', [join(recipe, 'assemble.sh'), file, image], { env })
    expect(assembled.code, assembled.output).toBe(0)
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it(`has at most ${LARGEST_MB} MB`, async () => {
    const { stdout } = await run('du', ['-s', '--apparent-size', '--block-size=MB', image])
    expect(Number.parseInt(stdout, 10)).toBeLessThanOrEqual(LARGEST_MB)
  })

  it('is built of files that are there, and does not run as root', () => {
    const sources = readFileSync(join(recipe, 'Containerfile'), 'utf8').match(/^COPY (?!--)(.*) \S+$/m)?.[1] ?? ''
    const files = sources.split(' ').filter((name) => !name.includes('*'))
    expect(files.filter((name) => !existsSync(join(recipe, name)))).toEqual([])
    expect(said.get('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/)
  })

  it('serves, tells that it does, and runs functions with the SDK', async () => {
    const entry = JSON.parse(said.get('ENTRYPOINT') ?? '[]')
    expect(JSON.parse(said.get('CMD') ?? '[]')).toEqual(['start'])
    server = await startSallyport({ program: within(...entry), dataDir: '/data' })
    const { port } = new URL(server.origin)
    const check = JSON.parse(/CMD (\[.*\])/.exec(said.get('HEALTHCHECK') ?? '')?.[1] ?? '[]')
    expect(await runWithin(`SALLYPORT_PORT=${port}`, ...check)).toMatchObject({ code: 0 })
    expect(await runWithin('SALLYPORT_PORT=9', ...check)).toMatchObject({ code: 1 })

    const { lambda } = awsClients({ origin: server.origin, account: ACCOUNT })
    const functions = functionsOf(lambda, ACCOUNT)
    const name = await functions.create(`
      const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts')
      exports.handler = async () => (await new STSClient().send(new GetCallerIdentityCommand())).Account`)
    expect(await functions.invoke(name)).toMatchObject({ failed: undefined, text: `"${ACCOUNT}"` })
  })

  it('stops when it is told to, and keeps its state to its user', async () => {
    expect(await server?.stop()).toBe(0)
    const { stdout } = await run('stat', ['--format=%u %a', join(image, 'data'), join(image, 'data', 'vault.key')])
    expect(stdout.trim().split('\n')).toEqual(['10001 700', '10001 600'])
  })
})

/** Where npm has to trust more than Node does. */
function certificates() {
  return { NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS }
}
