// Who is compared, how each is installed from its registry, started and stopped; and who is not run, with the reason.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { toolsDir } from '../../scripts/node-releases.mjs'
import { root, startSallyport } from '../processes.mjs'

const NEEDS_CONTAINERS = 'is usually run as a container image, and the script starts none'
const LACKS_COGNITO = 'its package in the Python registry (localstack-core 2026.3.0) is without Cognito'
const { version } = JSON.parse(readFileSync(join(root, 'packages', 'runtime', 'package.json'), 'utf8'))

/** Packages of Python's registry, each in a folder of its own. */
export const MINISTACK = { folder: 'ministack', requirement: 'ministack[full]==1.5.33' }
export const MOTO = { folder: 'moto', requirement: 'moto[server]==5.2.5' }

/** In the order of the page's columns. */
export const PEERS = [
  { name: 'Sallyport', version, start: () => startSallyport(['--memory']) },
  { name: 'MiniStack', version: '1.5.33', start: () => startMiniStack() },
  { name: 'moto', version: '5.2.5', start: () => startMoto() },
  { name: 'cognito-local', version: '5.3.0', start: () => startCognitoLocal('cognito-local@5.3.0') },
  { name: 'LocalStack', notRun: `${NEEDS_CONTAINERS}; ${LACKS_COGNITO}` },
  { name: 'floci', notRun: NEEDS_CONTAINERS },
  { name: 'fakecloud', notRun: 'its server is in neither the npm nor the Python registry' },
]

export async function startMiniStack() {
  const program = join(pythonOf(MINISTACK), '..', 'ministack')
  const port = await freePort()
  return startAt(port, program, [], { GATEWAY_PORT: String(port) })
}

async function startMoto() {
  const program = join(pythonOf(MOTO), '..', 'moto_server')
  const port = await freePort()
  return startAt(port, program, ['-H', '127.0.0.1', '-p', String(port)], {})
}

/** A Python that has a package, which is installed once. */
export function pythonOf({ folder, requirement }) {
  const python = join(toolsDir, folder, 'bin', 'python3')
  const stamp = join(toolsDir, requirement)
  if (existsSync(stamp)) return python
  mkdirSync(toolsDir, { recursive: true })
  must('python3', '-m', 'venv', join(toolsDir, folder))
  must(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement)
  writeFileSync(stamp, '')
  return python
}

async function startCognitoLocal(requirement) {
  const folder = join(toolsDir, 'cognito-local')
  const program = join(folder, 'node_modules', '.bin', 'cognito-local')
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    must('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', requirement)
  }
  const port = await freePort()
  return startAt(port, program, [], { PORT: String(port), HOST: '127.0.0.1' }, folder)
}

function must(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
}

const READY_MS = 60_000

/** Resolves once anything is answered on the port. */
async function startAt(port, program, args, env, cwd = toolsDir) {
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'us-east-1' }
  const child = spawn(program, args, { cwd, env: { ...process.env, ...credentials, ...env }, stdio: 'ignore' })
  const origin = `http://127.0.0.1:${port}`
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const deadline = Date.now() + READY_MS
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill()
    await exited
  }
  for (;;) {
    const isThere = await fetch(origin).then(
      () => true,
      () => false,
    )
    if (isThere) return { origin, port, pid: child.pid, stop }
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error(`${program} did not start`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}
