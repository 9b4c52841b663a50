// `npm run bench`: every budget in one run, as ratios with the raw figures beside them.
//
//   npm run bench                      all of it (some minutes)
//   npm run bench -- --clients 10000   another number of app clients, and of people, than 100,000
//   npm run bench -- --against DIR     nothing but calls and tokens beside those of another checkout that has been built
//   npm run bench -- --json            the figures as JSON
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { awsEnvironment } from '../scripts/aws-environment.mjs'
import { badBackends } from './bad-backends.mjs'
import {
  againstBareProxy,
  againstBuild,
  againstOidcProvider,
  cachedBesidePassedOn,
  whilePoolsAreMade,
} from './beside.mjs'
import { bigTemplates } from './big-templates.mjs'
import {
  addClients,
  callRequest,
  deployExample,
  keepMakingPools,
  takeToken,
  tokenRequest,
  warmUp,
} from './deployment.mjs'
import { measureEngine } from './engine.mjs'
import { floodingFunction } from './flooding-function.mjs'
import { gates } from './gates.mjs'
import { hiddenNames } from './hidden-names.mjs'
import { firstAnswers, restoringTests } from './in-tests.mjs'
import { manyApis, manyRoutes } from './many-apis.mjs'
import { people } from './people.mjs'
import { figuresOf, load, opensslSignsPerSecond, root, startBare, startSallyport, wallSeconds } from './processes.mjs'
import { proxiedFunctions } from './proxied-functions.mjs'
import { explain, median, percent, print, report, say } from './report.mjs'
import { measureStarts } from './starts.mjs'
import { triggeredTokens } from './triggered-tokens.mjs'

const { values: flags } = parseArgs({
  options: {
    clients: { type: 'string', default: '100000' },
    against: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const CLIENTS = Number(flags.clients)
const CORES = availableParallelism()
const ROUNDS = 5
const ROUNDS_BESIDE = 9
const POOLS_AT_ONCE = 16
const DEPLOYMENTS = 3
const APIS = 1000
const SECONDS = 3
const STARTS = 5
const ROUNDS_OF_STARTS = 10

const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
const times = async (count, measure) => {
  const list = []
  for (let i = 0; i < count; i++) list.push(await measure())
  return list
}

const assembly = join(folder, 'cdk.out')
const example = join(root, 'examples', 'client-credentials')
const cdk = join(root, 'node_modules', '.bin', 'cdk')
const env = { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', CI: 'true', AWS_EC2_METADATA_DISABLED: 'true' }

try {
  await wallSeconds(cdk, ['synth', '--quiet', '--output', assembly], { cwd: example, env })
  if (flags.against === undefined) await main()
  else await againstBuild(resolve(flags.against), assembly, ROUNDS_BESIDE, folder)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
print(CORES, flags.json)

async function main() {
  say('start to ready, idle memory')
  const { node, nodeCpu, start, startCpu, bare: bareMb, idle: idleMb } = await measureStarts(folder, ROUNDS_OF_STARTS)
  report(
    'start to ready, of node -e 0',
    `x ${(start / node).toFixed(2)}`,
    '<= x 3.00',
    start / node <= 3,
    `${start.toFixed(0)} ms against ${node.toFixed(0)} ms, with a data directory; medians of ${ROUNDS_OF_STARTS}`,
  )
  explain(
    'the same in processor time',
    `x ${(startCpu / nodeCpu).toFixed(2)}`,
    `${startCpu.toFixed(0)} ms against ${nodeCpu.toFixed(0)} ms: what other programs take does not count`,
  )
  report(
    'idle resident memory, of a bare node:http',
    `x ${(idleMb / bareMb).toFixed(2)}`,
    '<= x 1.40',
    idleMb / bareMb <= 1.4,
    `${idleMb.toFixed(0)} MB against ${bareMb.toFixed(0)} MB, VmRSS 2 s after ready`,
  )
  const readyMs = await startToReady(join(folder, 'start'))
  const ofStarts = `median of ${STARTS}`

  say('stack engine')
  await measureEngine(assembly, nodeCpu, DEPLOYMENTS, folder)

  say('tests in process')
  await restoringTests(assembly)
  await firstAnswers()

  const server = await startSallyport(['--data-dir', join(folder, 'data')])
  const bare = { hello: await startBare('hello-world.mjs'), signer: await startBare('bare-signer.mjs') }
  try {
    await warmUp(server.origin)
    const deployed = await deployExample(server.origin, assembly)

    say('tokens and calls')
    const before = await throughput(server, bare, deployed, [deployed])
    report(
      'tokens, of what openssl signs',
      percent(before.tokens / before.signs),
      '>= 90 %',
      before.tokens / before.signs >= 0.9,
      `${before.tokens.toFixed(0)}/s against ${before.signs.toFixed(0)}/s (openssl speed -multi ${CORES} rsa2048)`,
    )
    explain(
      'tokens, of a bare node:http that signs',
      percent(before.tokens / before.bareTokens),
      `${before.tokens.toFixed(0)}/s against ${before.bareTokens.toFixed(0)}/s: what HTTP and the client leave of the cores`,
    )
    const signMicroseconds = (CORES / before.signs) * 1e6
    explain(
      'processor time of a token that is signing',
      percent(signMicroseconds / before.tokenMicroseconds),
      `${before.tokenMicroseconds.toFixed(0)} µs of the server for a token, ${signMicroseconds.toFixed(0)} µs of openssl for a signature`,
    )
    await againstOidcProvider(server, deployed, ROUNDS_BESIDE, folder)
    report(
      'authorized GET, of a bare node:http',
      percent(before.calls / before.hellos),
      '>= 60 %',
      before.calls / before.hellos >= 0.6,
      `${before.calls.toFixed(0)}/s against ${before.hellos.toFixed(0)}/s`,
    )

    say('calls that are passed on; tokens while pools are being made')
    await againstBareProxy(server, bare.hello, ROUNDS_BESIDE, folder)
    await cachedBesidePassedOn(server, bare.hello, ROUNDS_BESIDE, folder)
    const makePools = () => keepMakingPools(server.origin, POOLS_AT_ONCE)
    await whilePoolsAreMade(server, [tokenRequest(deployed, deployed)], makePools, ROUNDS_BESIDE, folder)

    say('functions behind an API')
    await proxiedFunctions(server, deployed, await takeToken(server.origin, deployed), ROUNDS_BESIDE, folder)

    say('tokens that a function has a say in')
    await triggeredTokens(server, deployed, ROUNDS_BESIDE, folder)

    say('keys, models and tokens')
    await gates(server, deployed, await takeToken(server.origin, deployed), bare.hello, ROUNDS_BESIDE, folder)

    say('APIs with many routes')
    await manyRoutes(server, bare.hello, ROUNDS_BESIDE, folder)

    say('a function that floods its output')
    const path = `/_aws/execute-api/${deployed.apiId}/prod/awesomeapi`
    await floodingFunction(server, deployed, { path, token: await takeToken(server.origin, deployed) })

    say('backends that misbehave')
    await badBackends(server, { path, token: await takeToken(server.origin, deployed) })

    say('templates over ten megabytes')
    await bigTemplates(server, { path, token: await takeToken(server.origin, deployed) }, nodeCpu, folder)

    say(`${CLIENTS} people`)
    await people(server, CLIENTS)

    say('names that nobody has')
    await hiddenNames(server)

    say(`${CLIENTS} app clients`)
    const clients = await addClients(server.origin, deployed.poolId, CLIENTS, Math.min(CLIENTS, 5000))
    const after = await throughput(server, bare, deployed, clients)
    const slower = before.tokens / before.signs / (after.tokens / after.signs)
    const slowerCalls = before.calls / before.hellos / (after.calls / after.hellos)
    const many = CLIENTS.toLocaleString('en')
    report(
      `tokens with ${many} clients, slowdown`,
      `x ${slower.toFixed(2)}`,
      '<= x 1.20',
      slower <= 1.2,
      `${after.tokens.toFixed(0)}/s over ${clients.length} clients, ${percent(after.tokens / after.signs)} of openssl`,
    )
    report(
      `calls with ${many} clients, slowdown`,
      `x ${slowerCalls.toFixed(2)}`,
      '<= x 1.20',
      slowerCalls <= 1.2,
      `${after.calls.toFixed(0)}/s, ${percent(after.calls / after.hellos)} of bare node:http`,
    )
  } finally {
    await Promise.all([server.stop(), bare.hello.stop(), bare.signer.stop()])
  }

  const apis = APIS.toLocaleString('en')
  say(`${apis} APIs`)
  const withApis = join(folder, 'apis')
  await manyApis(withApis, APIS)
  const startWithApis = (await startToReady(withApis)) / readyMs
  report(
    `start to ready with ${apis} APIs, slowdown`,
    `x ${startWithApis.toFixed(2)}`,
    '<= x 1.20',
    startWithApis <= 1.2,
    `${(startWithApis * readyMs).toFixed(0)} ms, ${ofStarts}`,
  )

  const again = await startToReady(join(folder, 'data'))
  report(
    `start to ready with ${CLIENTS.toLocaleString('en')} clients, slowdown`,
    `x ${(again / readyMs).toFixed(2)}`,
    '<= x 1.20',
    again / readyMs <= 1.2,
    `${again.toFixed(0)} ms, ${ofStarts}`,
  )

  say('functions')
  const { node: bareNode, cold, bare: pipe, engine: warm, bareWall, engineWall } = await figuresOf('functions.mjs')
  report(
    'cold start of a function, of node -e 0',
    `x ${(cold / bareNode).toFixed(2)}`,
    '<= x 2.50',
    cold / bareNode <= 2.5,
    `${cold.toFixed(0)} ms against ${bareNode.toFixed(0)} ms, code unpacked before`,
  )
  explain(
    'warm invocation, processor time of the server beyond a bare pipe',
    `${(warm - pipe).toFixed(0)} µs`,
    `${warm.toFixed(0)} µs against ${pipe.toFixed(0)} µs; ${engineWall.toFixed(0)} µs against ${bareWall.toFixed(0)} µs of time`,
  )

  say('cdk deploy against cdk synth')
  await compareDeployWithSynth(cdk, example, env)
}

async function startToReady(dataDir) {
  const list = await times(STARTS, async () => {
    const server = await startSallyport(['--data-dir', dataDir])
    await server.stop()
    return server.readyMs
  })
  return median(list)
}

/** Tokens and calls per second beside their limits, in alternating rounds; medians. */
async function throughput(server, bare, deployed, clients) {
  const token = await takeToken(server.origin, deployed, clients[0])
  const tokenRequests = clients.map((client) => tokenRequest(deployed, client))
  const shared = { seconds: SECONDS, connections: 32 }
  const calls = [callRequest(deployed, token)]
  const figures = { signs: [], bareTokens: [], tokens: [], tokenMicroseconds: [], hellos: [], calls: [] }
  for (let round = 0; round < ROUNDS; round++) {
    figures.signs.push(await opensslSignsPerSecond(CORES, SECONDS))
    figures.bareTokens.push((await load({ ...bare.signer, requests: tokenRequests, ...shared }, folder)).perSecond)
    const issued = await load({ ...server, requests: tokenRequests, ...shared }, folder)
    figures.tokens.push(issued.perSecond)
    figures.tokenMicroseconds.push(issued.cpuMicroseconds)
    figures.hellos.push((await load({ ...bare.hello, requests: calls, ...shared }, folder)).perSecond)
    figures.calls.push((await load({ ...server, requests: calls, ...shared }, folder)).perSecond)
  }
  return Object.fromEntries(Object.entries(figures).map(([name, list]) => [name, median(list)]))
}

async function compareDeployWithSynth(cdk, cwd, base) {
  const server = await startSallyport(['--data-dir', join(folder, 'cdk')])
  const env = {
    ...base,
    ...awsEnvironment(server.origin, 'us-east-1'),
  }
  const out = ['--output', join(folder, 'cdk-bench.out')]
  try {
    await wallSeconds(cdk, ['bootstrap', 'aws://000000000000/us-east-1', ...out], { cwd, env })
    const synths = []
    const deploys = []
    for (let round = 0; round < DEPLOYMENTS; round++) {
      synths.push(await wallSeconds(cdk, ['synth', '--quiet', ...out], { cwd, env }))
      deploys.push(await wallSeconds(cdk, ['deploy', '--all', '--require-approval', 'never', ...out], { cwd, env }))
      await wallSeconds(cdk, ['destroy', '--all', '--force', ...out], { cwd, env })
    }
    const extra = median(deploys) - median(synths)
    const raw = `deploy --all ${median(deploys).toFixed(1)} s, synth ${median(synths).toFixed(1)} s, medians of ${DEPLOYMENTS}`
    report('cdk deploy --all beyond cdk synth', `${extra.toFixed(1)} s`, '<= 2.5 s', extra <= 2.5, raw)
  } finally {
    await server.stop()
  }
}
