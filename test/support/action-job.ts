import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './paths.ts'
import { type Finished, run } from './run.ts'

type Values = Readonly<Record<string, string>>

/** A job with the action as its step, on a runner as the action sees it: its files and its variables. */
export interface ActionJob {
  /** The action's own step. */
  start(inputs?: Values): Promise<Finished>
  /** Its last step, after all others. */
  finish(): Promise<Finished>
  /** What later steps find in their environment. */
  environment(): Values
  outputs(): Values
  /** The folder of the project. */
  readonly workspace: string
  end(): void
}

export function actionJob(workspace?: string): ActionJob {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-job-'))
  const file = (name: string) => join(folder, name)
  const files = { GITHUB_ENV: file('env'), GITHUB_OUTPUT: file('output'), GITHUB_STATE: file('state') }
  const own = workspace ?? file('workspace')
  mkdirSync(own, { recursive: true })
  mkdirSync(file('temp'))
  const description = readFileSync(join(root, 'action.yml'), 'utf8')
  const env = {
    ...files,
    GITHUB_WORKSPACE: own,
    RUNNER_TEMP: file('temp'),
    NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
  }
  const step = (name: 'main' | 'post', more: Values) => {
    const program = new RegExp(`^  ${name}: (.*)$`, 'm').exec(description)?.[1] ?? ''
    return run(process.execPath, [join(root, program)], { cwd: own, env: { ...env, ...more } })
  }
  return {
    workspace: own,
    start: (inputs = {}) => step('main', named('INPUT_', { ...defaultsIn(description), ...inputs })),
    finish: () => step('post', named('STATE_', readValues(files.GITHUB_STATE))),
    environment: () => readValues(files.GITHUB_ENV),
    outputs: () => readValues(files.GITHUB_OUTPUT),
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The runner gives an action its inputs in upper case, and its state as it was named. */
function named(prefix: string, values: Values): Values {
  const nameOf = (name: string) => (prefix === 'INPUT_' ? name.toUpperCase() : name)
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + nameOf(name), value]))
}

function defaultsIn(description: string): Values {
  const inputs = description.slice(description.indexOf('\ninputs:'), description.indexOf('\noutputs:'))
  const found = inputs.matchAll(/^ {2}(\w+):\n {4}description: .*\n {4}default: '(.*)'$/gm)
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]))
}

/** `name=value`, or `name<<end` with lines up to one that is `end`, as the runner reads them. */
function readValues(path: string): Values {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const found = text.matchAll(/^(\w+)(?:=(.*)|<<(\S+)\n([\s\S]*?)\n\3)$/gm)
  return Object.fromEntries([...found].map(([, name = '', inLine, , lines]) => [name, inLine ?? lines ?? '']))
}
