// A newcomer's first minute, acted out: from a fresh clone, and from the packed packages in an app that `cdk init` makes.
// Each step is told as a multiple of `cdk synth` of the same app, which is what its author waits for anyway.
//
//   node bench/first-minute.mjs     takes some minutes and npm's registry; npm run build comes first
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { awsEnvironment } from '../scripts/aws-environment.mjs'
import { serverReady } from '../scripts/server-ready.mjs'
import { start, stopAll } from '../scripts/tutorial/processes.mjs'
import { root } from './processes.mjs'
import { explain, print, report, say } from './report.mjs'

const REGION = 'us-east-1'
const BUDGET = 5
const execute = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'sallyport-first-minute-'))

/** `git clone` and `npm start`: the tutorial's app, deployed and called. */
async function fromAClone(clone) {
  say('From a clone …')
  await seconds('git', ['clone', '--quiet', root, clone])
  const installed = await seconds(
    'npm',
    ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    clone,
  )
  const started = await seconds('npm', ['start', '--', '--once', '--data-dir', join(folder, 'data')], clone)
  const example = join(clone, 'examples', 'client-credentials')
  const synth = await seconds(join(clone, 'node_modules', '.bin', 'cdk'), ['synth', '--all', '--quiet'], example)
  explain(
    'clone: npm ci',
    times(installed, synth),
    `${installed.toFixed(1)} s beside ${synth.toFixed(1)} s of cdk synth`,
  )
  explain('clone: npm start, which builds, deploys and calls', times(started, synth), `${started.toFixed(1)} s`)
}

/** `cdk init`, `npm install`, `sallyport start`, `cdk deploy`, and a call with a token. */
async function fromThePackages(app) {
  say('From the packages …')
  mkdirSync(app)
  const cdk = join(root, 'node_modules', '.bin', 'cdk')
  const made = await seconds(cdk, ['init', 'app', '--language', 'typescript'], app)
  const packages = await Promise.all(['runtime', 'cdk'].map(pack))
  const installing = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--save-dev', ...packages]
  const installed = await seconds('npm', installing, app)
  copyFileSync(join(root, 'bench', 'first-minute', 'orders-stack.ts'), join(app, 'lib', 'orders-stack.ts'))
  const own = join(app, 'node_modules', '.bin', 'cdk')
  const synth = await seconds(own, ['synth', '--quiet'], app)

  const began = performance.now()
  const program = join(app, 'node_modules', '.bin', 'sallyport')
  const server = start(program, ['start', '--port', '0', '--memory'], {
    cwd: app,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await serverReady(server)
  const ready = since(began)
  const env = awsEnvironment(origin, REGION)
  const bootstrapped = await seconds(own, ['bootstrap', `aws://000000000000/${REGION}`], app, env)
  const deployed = await seconds(
    own,
    ['deploy', '--require-approval', 'never', '--outputs-file', 'outputs.json'],
    app,
    env,
  )
  const answered = await measured(() => callWithToken(origin, env, join(app, 'outputs.json')))
  const whole = since(began)
  const again = await seconds(program, ['deploy', '--port', new URL(origin).port], app, env)

  const raw = (value) => `${value.toFixed(2)} s`
  explain('app: cdk init', times(made, synth), `${raw(made)} beside ${raw(synth)} of cdk synth`)
  explain('app: npm install of both packages', times(installed, synth), raw(installed))
  explain('app: sallyport start', times(ready, synth), raw(ready))
  explain('app: cdk bootstrap', times(bootstrapped, synth), raw(bootstrapped))
  explain('app: cdk deploy', times(deployed, synth), raw(deployed))
  explain('app: a token and a call', times(answered, synth), raw(answered))
  explain('app: sallyport deploy, of no change', times(again, synth), raw(again))
  const budget = `<= ${BUDGET} times cdk synth`
  report(
    'app: from sallyport start to the first answer',
    times(whole, synth),
    budget,
    whole <= BUDGET * synth,
    raw(whole),
  )
}

/** As the partner would: credentials out of the secret, a token, the API. Throws unless it is answered. */
async function callWithToken(origin, env, outputsFile) {
  const { clientId, clientSecret, tokenEndpoint, scope } = await credentials(origin, env)
  const domain = new URL(tokenEndpoint).hostname.split('.')[0]
  const answer = await fetch(`${origin}/_aws/cognito/${domain}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  })
  const { access_token } = /** @type {any} */ (await answer.json())
  const { OrdersStack } = JSON.parse(readFileSync(outputsFile, 'utf8'))
  const apiId = new URL(OrdersStack.Url).hostname.split('.')[0]
  const url = `${origin}/_aws/execute-api/${apiId}/prod/orders`
  const statuses = [await statusOf(url), await statusOf(url, { authorization: access_token })]
  if (statuses.join() !== '401,200') throw new Error(`answered with ${statuses.join(' and ')} instead of 401 and 200`)
}

async function credentials(origin, { AWS_ACCESS_KEY_ID: key }) {
  const response = await fetch(origin, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
      // Whose secret it is; the signature itself is not looked at.
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20300101/${REGION}/secretsmanager/aws4_request, SignedHeaders=host, Signature=00`,
    },
    body: JSON.stringify({ SecretId: 'partners/acme' }),
  })
  const { SecretString } = /** @type {any} */ (await response.json())
  return JSON.parse(SecretString)
}

const statusOf = async (url, headers = {}) => (await fetch(url, { headers })).status

async function pack(name) {
  const built = name === 'cdk' ? 'build/index.js' : 'dist/main.js'
  if (!existsSync(join(root, 'packages', name, built)))
    throw new Error(`packages/${name} has not been built: npm run build`)
  const packing = ['pack', '--ignore-scripts', '--pack-destination', folder, '--json']
  const { stdout } = await execute('npm', packing, { cwd: join(root, 'packages', name) })
  return join(folder, JSON.parse(stdout)[0].filename)
}

const since = (began) => (performance.now() - began) / 1000
const times = (value, synth) => `${(value / synth).toFixed(2)} x`

async function measured(act) {
  const began = performance.now()
  await act()
  return since(began)
}

/** How long a program takes; throws with what it printed when it fails. */
function seconds(command, args, cwd = folder, env = {}) {
  return measured(() =>
    execute(command, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 64e6 }).catch((error) => {
      throw new Error(`${command} ${args.join(' ')}\n${error.stdout}\n${error.stderr}`)
    }),
  )
}

try {
  await fromAClone(join(folder, 'clone'))
  await fromThePackages(join(folder, 'orders'))
  print(availableParallelism(), process.argv.includes('--json'))
} finally {
  await stopAll()
  rmSync(folder, { recursive: true, force: true })
}
