// `npm start`: the tutorial, acted out on this machine. `npm start -- --once` stops after the act.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { binary, ensureBuilt, ensureInstalled, root } from './setup.mjs'

const REGION = 'us-east-1'
const PORT = 4566
const EXAMPLE = join(root, 'examples', 'client-credentials')
const EXPECTED = { message: 'Hello From Protected Resource', expiresIn: 3600 }

const { values: flags } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    'data-dir': { type: 'string', default: join(root, '.sallyport') },
  },
})

let runtime
try {
  process.exitCode = await main()
} catch (error) {
  console.error(`\n✗ ${error.message}`)
  process.exitCode = 1
} finally {
  if (runtime && (flags.once || process.exitCode)) await stop(runtime)
}

async function main() {
  ensureInstalled()
  ensureBuilt()
  const port = await choosePort()
  const origin = await startRuntime(port)
  const environment = cdkEnvironment(origin)

  await cdk(['bootstrap', `aws://000000000000/${REGION}`], environment)
  await cdk(['deploy', '--all', '--require-approval', 'never'], environment)

  const { findDeployedExample } = await import('./tutorial/stack.mjs')
  const { actOut } = await import('./tutorial/act.mjs')
  const example = await findDeployedExample({
    endpoint: origin,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const addresses = addressesOf(example, origin)
  printAddresses(addresses)
  const problems = await actOut({ urls: addresses.here, client: example, expected: EXPECTED, print: console.log })

  if (problems.length > 0) {
    console.error(`\n✗ Not as it should be:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    return 1
  }
  console.log('\n✓ All of it was as it is on AWS.')
  if (!flags.once) await serveUntilStopped(origin, addresses.here, example)
  return 0
}

/** 4566, or any free port when another program has it. */
async function choosePort() {
  if (await isFree(PORT)) return PORT
  console.log(`Port ${PORT} is taken by another program; a free one is used instead.`)
  return 0
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Starts the runtime in a process of its own and resolves with its origin when it is ready. */
function startRuntime(port) {
  console.log('\n▸ Starting Sallyport')
  const cli = join(root, 'packages', 'runtime', 'dist', 'main.js')
  runtime = spawn(process.execPath, [cli, 'start', '--port', String(port), '--data-dir', flags['data-dir']], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let text = ''
    runtime.stdout.on('data', (chunk) => {
      process.stdout.write(chunk)
      if (text === undefined) return
      text += chunk
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]
      if (origin && text.includes('\n', text.indexOf(origin))) {
        text = undefined
        untilReady(origin).then(() => resolve(origin), reject)
      }
    })
    runtime.once('exit', (code) => reject(new Error(`Sallyport stopped with exit code ${code}.`)))
  })
}

async function untilReady(origin) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const ready = await fetch(`${origin}/_sallyport/health`).then(
      (r) => r.ok,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Sallyport did not become ready within 10 seconds.')
}

/** This process's environment, pointed at the runtime; nothing of a real AWS account is left in it. */
function cdkEnvironment(origin) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name))
  return {
    ...Object.fromEntries(inherited),
    AWS_ENDPOINT_URL: origin,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  }
}

function cdk(args, env) {
  console.log(`\n▸ cdk ${args.join(' ')}\n`)
  const child = spawn(binary('cdk'), args, { cwd: EXAMPLE, env, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`cdk ${args[0]} failed (exit code ${code}).`)),
    )
  })
}

function addressesOf({ domain, endpoint }, origin) {
  const { hostname, pathname } = new URL(endpoint)
  return {
    aws: {
      api: `${endpoint}awesomeapi`,
      token: `https://${domain}.auth.${REGION}.amazoncognito.com/oauth2/token`,
    },
    here: {
      api: `${origin}/_aws/execute-api/${hostname.split('.')[0]}${pathname}awesomeapi`,
      token: `${origin}/_aws/cognito/${domain}/oauth2/token`,
    },
  }
}

function printAddresses({ aws, here }) {
  console.log('\n▸ Addresses\n')
  for (const name of ['api', 'token']) console.log(`  ${aws[name]}\n    works here as ${here[name]}`)
}

async function serveUntilStopped(origin, urls, example) {
  const { curlLine } = await import('./tutorial/exchange.mjs')
  const { tokenRequest } = await import('./tutorial/act.mjs')
  const ask = curlLine(tokenRequest(urls, example, { scope: 'awesomeapi-resource-server/awesomeapi.read' }), '-s ')
  console.log(`
▸ By hand

  ${curlLine({ url: urls.api })}

  ${ask.replaceAll('\n', '\n  ')}

  ${curlLine({ url: urls.api, headers: { Authorization: '<access_token>' } }).replaceAll('\n', '\n  ')}

Serving on ${origin} until Ctrl-C.`)
  const stopped = new Promise((resolve) => runtime.once('exit', resolve))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(runtime))
  await stopped
}

function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const stopped = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  return stopped
}
