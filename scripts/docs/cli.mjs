// docs/reference/cli.md: the help texts, exit codes and settings of the command line, as the program itself gives them.
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { commands } from '../../packages/runtime/build/cli/commands/index.js'
import { readConfig } from '../../packages/runtime/build/config/config.js'
import { CONFIG_FILE, loadConfig } from '../../packages/runtime/build/config/load-config.js'
import { root } from '../setup.mjs'
import { code, GENERATED, page, table } from './markdown.mjs'

const START = await definitionOf('start')
const MAIN = join(root, 'packages', 'runtime', 'dist', 'main.js')
const NOWHERE = join(tmpdir(), 'there-is-no-such-directory')

/** What each exit code means, and a call that ends with it wherever it is made. */
const EXIT_CODES = [
  { code: 0, meaning: 'done', example: ['--version'] },
  {
    code: 1,
    meaning: 'failed: no server answers, the data directory or the port is taken, the server refused',
    example: ['status', '--port', '1'],
  },
  {
    code: 2,
    meaning: 'misused: an unknown command or flag, a setting that cannot be meant',
    example: ['start', '--port', 'many'],
  },
]

export function cliPage() {
  return page(
    '# Command line',
    GENERATED,
    helpOf(),
    commands.flatMap(({ name }) => [`## sallyport ${name}`, helpOf(name)]),
    '## Settings of the server',
    `\`sallyport start\` takes each setting as a flag, from the environment, or from ${code(CONFIG_FILE)} in the ` +
      'directory where it is started: a JSON object with the names below. A flag wins over the environment, the ' +
      'environment over the file. Several values of one setting are separated by commas in a variable, and a list in ' +
      'the file. A name that does not exist is refused.',
    table(['in the file', 'variable', 'flag', 'default'], settings()),
    'The other commands look for the server that these settings describe, unless a flag says otherwise.',
    '## Exit codes',
    table(['code', 'meaning', 'for example'], EXIT_CODES.map(exitCode)),
    'A second `SIGINT` or `SIGTERM` while the server is finishing what it does ends it at once, with 130 or 143.',
  )
}

function helpOf(...command) {
  const { stdout } = sallyport(...command, '--help')
  return `\`\`\`\n${stdout.trimEnd()}\n\`\`\``
}

/** The variables that loading a configuration asks for, each with the flag and the default of the same setting. */
function settings() {
  const variables = []
  const asked = { get: (_, name) => void variables.push(name) }
  loadConfig({}, new Proxy({}, asked), join(NOWHERE, CONFIG_FILE))
  const { options } = START
  const defaults = readConfig()
  return variables.map((variable) => {
    const name = variable
      .replace('SALLYPORT_', '')
      .toLowerCase()
      .replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
    const option = options.find((candidate) => candidate.attributeName() === name)
    if (!option) throw new Error(`sallyport start has no flag for ${variable}`)
    const fallback = name === 'memory' ? false : defaults[name]
    return [code(name), code(variable), code(option.flags), code(JSON.stringify(fallback))]
  })
}

async function definitionOf(wanted) {
  const { load } = commands.find(({ name }) => name === wanted)
  return (await load()).define(new Command(wanted), () => {})
}

function exitCode({ code: expected, meaning, example }) {
  const { status } = sallyport(...example)
  if (status !== expected) throw new Error(`sallyport ${example.join(' ')} ended with ${status}, not ${expected}`)
  return [expected, meaning, code(`sallyport ${example.join(' ')}`)]
}

/** The program as it is used, without this shell's settings and width. */
function sallyport(...args) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SALLYPORT_')))
  return spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    cwd: tmpdir(),
    env: { ...env, NO_COLOR: '1' },
  })
}
