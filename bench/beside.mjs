// Measurements of one server beside another one, in short rounds that alternate: whatever else the machine does, it does to
// both. What is compared is the median of the rounds' ratios; the processor time of an answer bears the least noise.
import {
  callRequest,
  deployCached,
  deployExample,
  deployFunction,
  deployProxies,
  SCOPE,
  takeToken,
  tokenRequest,
} from './deployment.mjs'
import { load, startBare, startSallyport } from './processes.mjs'
import { explain, median, percent, report } from './report.mjs'

const SECONDS = 1.5
const CONNECTIONS = 32
/** The first seconds of a server belong to the keys that it makes ahead. */
const REST_MS = 4000

/** `one` of `other`: medians of the ratios of answers per second, and of the processor time of an answer. */
export async function compare(one, other, rounds, folder, { connections = CONNECTIONS } = {}) {
  const ratios = { perSecond: [], cpu: [] }
  const figures = { one: [], other: [] }
  for (let round = 0; round < rounds; round++) {
    const measured = {}
    // Whoever comes second would otherwise always find the machine as the first one left it.
    const turns = [
      ['one', one],
      ['other', other],
    ]
    for (const [name, server] of round % 2 ? turns.reverse() : turns) {
      measured[name] = await load({ ...server, seconds: SECONDS, connections }, folder)
      figures[name].push(measured[name].perSecond)
    }
    ratios.perSecond.push(measured.one.perSecond / measured.other.perSecond)
    ratios.cpu.push(measured.other.cpuMicroseconds / measured.one.cpuMicroseconds)
  }
  const raw = `${median(figures.one).toFixed(0)}/s against ${median(figures.other).toFixed(0)}/s, ${rounds} rounds`
  return { perSecond: median(ratios.perSecond), cpu: median(ratios.cpu), raw }
}

/** Calls, also those that are passed on, and tokens of this build beside those of another one, e.g. of an earlier commit. */
export async function againstBuild(root, assembly, rounds, folder) {
  const servers = [await startSallyport(['--memory']), await startSallyport(['--memory'], root)]
  const hello = await startBare('hello-world.mjs')
  try {
    const requests = []
    for (const { origin } of servers) {
      const deployed = await deployExample(origin, assembly)
      const token = await takeToken(origin, deployed)
      requests.push({
        calls: [callRequest(deployed, token)],
        tokens: [tokenRequest(deployed, deployed)],
        HTTP_PROXY: [await passedOn(origin, hello)],
        'proxied functions': [await proxiedFunction(origin, deployed)],
      })
    }
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
    for (const what of Object.keys(requests[0])) {
      const [one, other] = servers.map((server, i) => ({ ...server, requests: requests[i][what] }))
      const { perSecond, cpu, raw } = await compare(one, other, rounds, folder)
      report(`${what}, of those of ${root}`, percent(perSecond), '>= 97 %', perSecond >= 0.97, raw)
      explain(`${what}, processor time there of that here`, percent(cpu), 'more is better')
    }
  } finally {
    await Promise.all([...servers, hello].map((server) => server.stop()))
  }
}

/** A call that is passed on to a server of this machine, beside the least that a proxy can be. */
export async function againstBareProxy(server, hello, rounds, folder) {
  const bare = await startBare('bare-proxy.mjs', hello.port)
  try {
    const requests = [await passedOn(server.origin, hello)]
    const { perSecond, cpu, raw } = await compare({ ...server, requests }, { ...bare, requests }, rounds, folder)
    report('HTTP_PROXY, of a bare proxy on undici', percent(perSecond), '>= 60 %', perSecond >= 0.6, raw)
    explain('HTTP_PROXY, processor time of the bare proxy', percent(cpu), 'of what such a call takes here')
  } finally {
    await bare.stop()
  }
}

/** Tokens of machines beside those of oidc-provider: the same grant, with the same signature. */
export async function againstOidcProvider(server, deployed, rounds, folder) {
  const provider = await startBare('oidc-provider-server.mjs', deployed.clientId, deployed.clientSecret, SCOPE)
  try {
    const request = tokenRequest(deployed, deployed)
    const theirs = request.replace(/^POST \S+/, 'POST /token')
    const one = { ...server, requests: [request] }
    const { perSecond, cpu, raw } = await compare(one, { ...provider, requests: [theirs] }, rounds, folder)
    report('tokens, of those of oidc-provider', percent(perSecond), '>= 200 %', perSecond >= 2, raw)
    explain('tokens, processor time of oidc-provider', percent(cpu), 'of what a token takes here')
  } finally {
    await provider.stop()
  }
}

/** A call that a stage's cache answers, beside the same call that is passed on to the fastest backend that there can be. */
export async function cachedBesidePassedOn(server, { port }, rounds, folder) {
  const api = await deployCached(server.origin, `http://127.0.0.1:${port}/`)
  const [cached, passed] = ['cached', 'passed'].map((name) => ({ ...server, requests: [get(`${api}/${name}`)] }))
  const { perSecond, cpu, raw } = await compare(cached, passed, rounds, folder)
  report('a cached call, of one that is passed on', percent(perSecond), '>= 150 %', perSecond >= 1.5, raw)
  explain('a cached call, processor time of one that is passed on', percent(cpu), 'of what a cached one takes')
}

/** A call of a method, made for it, that is passed on to a server of this machine. */
async function passedOn(origin, { port }) {
  const api = await deployProxies(origin, { passed: { Uri: `http://127.0.0.1:${port}/` } })
  return get(`${api}/passed`)
}

function get(path) {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`
}

/** A call of a function behind an API. */
async function proxiedFunction(origin, deployed) {
  const api = await deployFunction(origin, `exports.handler = async () => ({ statusCode: 200, body: 'ok' })`, deployed)
  return get(`${api}/open`)
}

/** Tokens while user pools are being made, whose keys the same threads make. */
export async function whilePoolsAreMade(server, requests, makePools, rounds, folder) {
  const ratios = []
  const figures = { alone: [], beside: [] }
  const one = async () =>
    (await load({ ...server, requests, seconds: SECONDS, connections: CONNECTIONS }, folder)).perSecond
  for (let round = 0; round < rounds; round++) {
    figures.alone.push(await one())
    const making = makePools()
    figures.beside.push(await one())
    await making.stop()
    ratios.push(figures.beside.at(-1) / figures.alone.at(-1))
  }
  const ratio = median(ratios)
  const raw = `${median(figures.beside).toFixed(0)}/s against ${median(figures.alone).toFixed(0)}/s, ${rounds} rounds`
  report('tokens while 16 pools are being made', percent(ratio), '>= 80 %', ratio >= 0.8, raw)
}
