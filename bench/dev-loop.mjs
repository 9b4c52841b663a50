// From an edit to its effect: `sallyport dev` beside `cdk watch`, on the tutorial's app with a function and on one server,
// in turn; and `sallyport deploy` beside `cdk synth`.
//
//   node bench/dev-loop.mjs     takes some minutes; npm run build comes first
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import {
  CognitoIdentityProviderClient,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { awsEnvironment } from '../scripts/aws-environment.mjs'
import { interruption, start, stopAll } from '../scripts/tutorial/processes.mjs'
import { configFor, SCOPE } from './deployment.mjs'
import { root, startSallyport, wallSeconds } from './processes.mjs'
import { median, percent, print, report, say } from './report.mjs'

const ROUNDS = 3
const DEPLOYMENTS = 3
const LOOK_EVERY_MS = 10
const PATIENCE_MS = 90_000
/** A loop has nothing more to say, and is ready for the next edit. */
const QUIET_MS = 2500
const MOST_SECONDS_BEYOND_SYNTHESIS = 1
const MOST_OF_CDK_WATCH = 0.6
const MOST_SECONDS_BEYOND_CDK_SYNTH = 0.3

const example = join(root, 'examples', 'client-credentials')
const cdk = join(root, 'node_modules', '.bin', 'cdk')
const sallyport = join(root, 'packages', 'runtime', 'bin', 'sallyport.js')
// Where an app finds its packages.
const app = mkdtempSync(join(root, 'examples', '.dev-loop-'))

/** The tutorial's app and a function beside it, watched as `cdk init` has it. */
function writeApp() {
  for (const name of ['bin', 'lib', 'package.json', 'tsconfig.json']) {
    cpSync(join(example, name), join(app, name), { recursive: true })
  }
  cpSync(join(root, 'bench', 'dev-loop', 'function-stack.ts'), join(app, 'lib', 'function-stack.ts'))
  const main = join('bin', 'client-credentials-flow.ts')
  edit(main, (text) => `${text}new FunctionStack(app, 'FunctionStack')\n`)
  edit(main, (text) =>
    text.replace('import { Client', "import { FunctionStack } from '../lib/function-stack'\nimport { Client"),
  )
  mkdirSync(join(app, 'code'))
  writeFileSync(join(app, 'code', 'index.js'), "exports.handler = async () => 'body 0'\n")
  const settings = JSON.parse(readFileSync(join(example, 'cdk.json'), 'utf8'))
  const watch = { include: ['**'], exclude: ['cdk.out*', 'node_modules'] }
  writeFileSync(join(app, 'cdk.json'), JSON.stringify({ ...settings, watch }))
}

function edit(file, change) {
  const path = join(app, file)
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`there is nothing to change in ${file}`)
  writeFileSync(path, after)
}

/** What is edited, and whether the server has it: asked as its users would ask. */
function editsOf(origin, ids) {
  const cognito = new CognitoIdentityProviderClient(configFor(origin))
  let scopes = 0
  return [
    {
      what: 'a response text',
      make: (n) =>
        edit('lib/api-gateway-stack.ts', (text) => text.replace(/MESSAGE = '[^']*'/, `MESSAGE = 'text ${n}'`)),
      async isThere(n) {
        const { access_token: token } = await json(`${origin}/_aws/cognito/${ids.domain}/oauth2/token`, {
          method: 'POST',
          headers: { authorization: `Basic ${btoa(`${ids.clientId}:${ids.clientSecret}`)}` },
          body: new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPE }),
        })
        const url = `${origin}/_aws/execute-api/${ids.apiId}/prod/awesomeapi`
        return (await json(url, { headers: { authorization: token } })).message === `text ${n}`
      },
    },
    {
      what: 'a scope',
      make: (n) =>
        edit('lib/cognito-stack.ts', (text) =>
          text.replace(/scopes: \[readScope[^\]]*\]/, () => {
            scopes = n
            return `scopes: [readScope, new cognito.ResourceServerScope({ scopeName: 'scope${n}', scopeDescription: 'a scope' })]`
          }),
        ),
      async isThere() {
        const { ResourceServer } = await cognito.send(
          new DescribeResourceServerCommand({ UserPoolId: ids.poolId, Identifier: SCOPE.split('/')[0] }),
        )
        return ResourceServer.Scopes.some(({ ScopeName }) => ScopeName === `scope${scopes}`)
      },
    },
    {
      what: 'a validity',
      make: (n) => edit('lib/cognito-stack.ts', (text) => text.replace(/(MINUTES = )\d+/, `$1${20 + n}`)),
      async isThere(n) {
        const { UserPoolClient } = await cognito.send(
          new DescribeUserPoolClientCommand({ UserPoolId: ids.poolId, ClientId: ids.clientId }),
        )
        return UserPoolClient.AccessTokenValidity === 20 + n
      },
    },
    {
      what: 'a function’s body',
      make: (n) => edit('code/index.js', (text) => text.replace(/body \d+/, `body ${n}`)),
      isThere: async (n) => (await (await fetch(ids.functionUrl)).text()) === `body ${n}`,
    },
  ]
}

const json = async (url, init) => /** @type {any} */ ((await fetch(url, init)).json())

/** What is deployed, for those who call it. */
async function idsOf(origin) {
  const cloudFormation = new CloudFormationClient(configFor(origin))
  const cognito = new CognitoIdentityProviderClient(configFor(origin))
  const found = {}
  for (const part of ['CognitoStack', 'ApiGatewayStack']) {
    const StackName = (await json(`${origin}/_sallyport/stacks`)).stacks.find(({ name }) => name.includes(part)).name
    const { StackResources } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }))
    for (const { ResourceType, PhysicalResourceId } of StackResources) found[ResourceType] = PhysicalResourceId
  }
  const { functionUrls } = await json(`${origin}/_sallyport/status`)
  const ids = {
    apiId: found['AWS::ApiGateway::RestApi'],
    poolId: found['AWS::Cognito::UserPool'],
    clientId: found['AWS::Cognito::UserPoolClient'],
    domain: found['AWS::Cognito::UserPoolDomain'],
    functionUrl: functionUrls[0].local,
  }
  const described = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: ids.poolId, ClientId: ids.clientId }),
  )
  return { ...ids, clientSecret: described.UserPoolClient.ClientSecret }
}

/** A program that goes on, and what it prints. */
function startLoop(command, args, env = {}) {
  const child = start(command, args, { cwd: app, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const loop = { output: '', saidAt: performance.now(), end: () => ended(child) }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      loop.output += text
      loop.saidAt = performance.now()
    })
  }
  return loop
}

function ended(child) {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  process.kill(-child.pid, 'SIGINT')
  return gone
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(what, loop, isSo) {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come:\n${loop.output}`)
    await pause(LOOK_EVERY_MS)
  }
}

const quiet = (loop) => until('quiet', loop, async () => performance.now() - loop.saidAt > QUIET_MS)

let edits = 0

/** Seconds from each of the edits to its effect; of `sallyport dev` also those that it spent on the app's own run. */
async function measureLoop(loop, list) {
  const rows = []
  for (const { what, make, isThere } of list) {
    await quiet(loop)
    const n = ++edits
    const from = loop.output.length
    const began = performance.now()
    make(n)
    await until(`${what} (${n})`, loop, () => isThere(n))
    const seconds = (performance.now() - began) / 1000
    const synthesized = () => /synthesized in ([\d.]+) s/.exec(loop.output.slice(from))
    if (loop.isOurs) await until('the end of a round', loop, async () => synthesized() !== null)
    rows.push({ seconds, synthesis: Number(synthesized()?.[1] ?? Number.NaN) })
  }
  return rows
}

const raw = (value) => `${value.toFixed(2)} s`
const medianOf = (rows, index, figure) => median(rows.map((row) => figure(row[index])))

async function loops(server, env) {
  const port = String(server.port)
  const ours = []
  const theirs = []
  let names = []
  for (let round = 0; round < ROUNDS; round++) {
    say(`Edits, round ${round + 1} of ${ROUNDS} …`)
    const dev = startLoop(process.execPath, [sallyport, 'dev', '--port', port])
    dev.isOurs = true
    await until('the first deployment', dev, async () => dev.output.includes('deployed in'))
    const list = editsOf(server.origin, await idsOf(server.origin))
    names = list.map(({ what }) => what)
    ours.push(await measureLoop(dev, list))
    await dev.end()
    // It falls back where there is nothing to swap: a method's text is none of what it swaps.
    const args = ['watch', '--hotswap-fallback', '--all', '--require-approval', 'never', '--output', 'cdk.out.watch']
    const watch = startLoop(cdk, args, env)
    await until('the first deployment', watch, async () => /Total time/.test(watch.output))
    theirs.push(await measureLoop(watch, list))
    await watch.end()
  }
  for (const [index, what] of names.entries()) {
    const whole = medianOf(ours, index, ({ seconds }) => seconds)
    const synthesis = medianOf(ours, index, ({ synthesis }) => synthesis)
    const beyond = medianOf(ours, index, (row) => row.seconds - row.synthesis)
    const other = medianOf(theirs, index, ({ seconds }) => seconds)
    report(
      `${what}: sallyport dev, beyond the app’s own synthesis`,
      raw(beyond),
      `<= ${MOST_SECONDS_BEYOND_SYNTHESIS} s`,
      beyond <= MOST_SECONDS_BEYOND_SYNTHESIS,
      `${raw(whole)} with ${raw(synthesis)} of synthesis`,
    )
    report(
      `${what}: sallyport dev, of cdk watch`,
      percent(whole / other),
      `<= ${percent(MOST_OF_CDK_WATCH)}`,
      whole <= MOST_OF_CDK_WATCH * other,
      `${raw(whole)} of ${raw(other)}`,
    )
  }
}

/** Both run the app from its beginning. What is deployed changes each time. */
async function deployments(server, env) {
  const synths = []
  const deploys = []
  for (let round = 0; round < DEPLOYMENTS; round++) {
    say(`Deployments, round ${round + 1} of ${DEPLOYMENTS} …`)
    const context = ['-c', `message=round ${round}`]
    synths.push(await wallSeconds(cdk, ['synth', '--all', '--quiet', ...context], { cwd: example, env: withOwn(env) }))
    const args = [sallyport, 'deploy', '--port', String(server.port), ...context]
    deploys.push(await wallSeconds(process.execPath, args, { cwd: example, env: process.env }))
  }
  const [synth, deploy] = [median(synths), median(deploys)]
  report(
    'the tutorial: sallyport deploy, beyond cdk synth',
    raw(deploy - synth),
    `<= ${MOST_SECONDS_BEYOND_CDK_SYNTH} s`,
    deploy - synth <= MOST_SECONDS_BEYOND_CDK_SYNTH,
    `${raw(deploy)} beside ${raw(synth)}`,
  )
}

const withOwn = (env) => ({ ...process.env, ...env })

// What is started has groups of its own, which Ctrl-C does not reach.
interruption().then(async (code) => {
  await stopAll()
  rmSync(app, { recursive: true, force: true })
  process.exit(code)
})

try {
  writeApp()
  const server = await startSallyport(['--memory'])
  try {
    const env = awsEnvironment(server.origin, 'us-east-1')
    await deployments(server, env)
    await wallSeconds(process.execPath, [sallyport, 'destroy', '--port', String(server.port)], { cwd: example })
    await loops(server, env)
  } finally {
    await stopAll()
    await server.stop()
  }
  print(availableParallelism(), process.argv.includes('--json'))
} finally {
  rmSync(app, { recursive: true, force: true })
}
