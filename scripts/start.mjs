// `npm start`: the tutorial, acted out on this machine. `npm start -- --once` stops after the act.
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { awsEnvironment } from './aws-environment.mjs'
import { binary, ensureBuilt, ensureInstalled, root } from './setup.mjs'
import { actOut } from './tutorial/act.mjs'
import { byHand } from './tutorial/by-hand.mjs'
import { interruption, start, stopAll } from './tutorial/processes.mjs'
import { startServer } from './tutorial/server.mjs'

const REGION = 'us-east-1'
const PORT = 4566
const EXAMPLE = join(root, 'examples', 'client-credentials')
const EXPECTED = { message: 'Hello From Protected Resource', expiresIn: 3600 }
const DATA_DIR = join(root, '.sallyport')
const USAGE = `Usage: npm start -- [options]

Installs and builds what is needed, starts Sallyport, deploys the example app to it with the CDK CLI, sends the
requests of the tutorial, and serves until Ctrl-C.

Options:
  --once             stop after the requests; exit code 1 unless all of them were answered as on AWS
  --data-dir <path>  where Sallyport keeps its state (default: .sallyport)
  --help             show this
`

let server
let isServing = false
const flags = readFlags()
if (typeof flags === 'number') process.exitCode = flags
else {
  ensureInstalled()
  ensureBuilt()
  // To stop what has been served is no failure.
  const interrupted = interruption().then((code) => (isServing ? 0 : code))
  process.exitCode = await Promise.race([main(flags), interrupted]).catch((error) => {
    const log = server?.log().trim()
    if (log) console.error(`\n▸ The server's log\n\n${log}`)
    console.error(`\n✗ ${error.message}`)
    return 1
  })
  await stopAll()
}

/** The flags, or the exit code where there is nothing to do. */
function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        'data-dir': { type: 'string', default: DATA_DIR },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (!values.help) return { once: values.once, dataDir: resolve(values['data-dir']) }
    process.stdout.write(USAGE)
    return 0
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`)
    return 2
  }
}

async function main({ once, dataDir }) {
  const port = await choosePort()
  console.log('\n▸ Starting Sallyport\n')
  server = await startServer({ port, dataDir })
  console.log(`Sallyport serves on ${server.origin}\n  state in ${dataDir}`)
  const { urls, client, problems } = await deployAndActOut(server.origin)
  if (problems.length > 0)
    throw new Error(`Not as it should be:${problems.map((problem) => `\n  - ${problem}`).join('')}`)
  console.log('\n✓ All of it was as it is on AWS.')
  if (once) return 0

  console.log(byHand({ urls, client, options: dataDir === DATA_DIR ? '' : ` --data-dir '${dataDir}'` }))
  console.log(`The console shows each request, and why: ${server.origin}/_sallyport/\n`)
  console.log(`Serving on ${server.origin} until Ctrl-C. What follows is the server's log.\n`)
  isServing = true
  server.followLog()
  const how = await server.exited
  if (how === 'exit code 0') return 0
  throw new Error(`Sallyport stopped by itself (${how}).`)
}

async function deployAndActOut(origin) {
  const environment = cdkEnvironment(origin)
  await cdk(['bootstrap', `aws://000000000000/${REGION}`], environment)
  await cdk(['deploy', '--all', '--require-approval', 'never'], environment)

  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  // Needs packages that may only just have been installed.
  const { findDeployedExample } = await import('./tutorial/stack.mjs')
  const client = await findDeployedExample({
    endpoint: origin,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const addresses = addressesOf(client, origin)
  printAddresses(addresses)
  const urls = addresses.here
  return { urls, client, problems: await actOut({ urls, client, expected: EXPECTED, print: console.log }) }
}

/** 4566, or any free port when another program has it. */
async function choosePort() {
  if (await isFree(PORT)) return PORT
  console.log(`\nPort ${PORT} is taken by another program; a free one is used instead.`)
  return 0
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** This process's environment, pointed at the server; nothing of a real AWS account is left in it. */
function cdkEnvironment(origin) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name))
  return {
    ...Object.fromEntries(inherited),
    ...awsEnvironment(origin, REGION),
    // What these keep quiet says nothing about the deployment.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    // aws-cdk-lib's own check of the templates: it only warns, and takes longer than all the rest.
    CDK_VALIDATION: 'false',
  }
}

function cdk(args, env) {
  console.log(`\n▸ cdk ${args.join(' ')}\n`)
  const child = start(binary('cdk'), args, { cwd: EXAMPLE, env, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code === 0) resolve(undefined)
      else reject(new Error(`cdk ${args[0]} failed (${signal ?? `exit code ${code}`}).`))
    })
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
