// APIs with many routes, and many APIs.
import { APIGatewayClient, CreateDeploymentCommand, ImportRestApiCommand } from '@aws-sdk/client-api-gateway'
import { compare } from './beside.mjs'
import { configFor } from './deployment.mjs'
import { deployHttpApi } from './http-apis.mjs'
import { residentMegabytes, startSallyport } from './processes.mjs'
import { report } from './report.mjs'

const MANY = { REST: 10_000, HTTP: 10_000 }
const FEW = 10
const AT_ONCE = 8
const MAX_KILOBYTES = 40
const WARM_UP = 2000

/** Paths with a variable at their end, which are searched and not looked up. */
const pathOf = (i) => `/area${i % 100}/route${i}/{id}`

/** A call of an API with many routes, beside one with few. */
export async function manyRoutes(server, hello, rounds, folder) {
  const paths = (count) => Array.from({ length: count }, (_, i) => pathOf(i))
  const rest = async (count) => importApi(clientOf(server), paths(count))
  const uri = `http://127.0.0.1:${hello.port}/`
  const http = async (count) => {
    const keys = paths(count).map((path) => `GET ${path}`)
    return deployHttpApi(server.origin, uri, keys)
  }
  const kinds = /** @type {const} */ ([
    ['REST', rest],
    ['HTTP', http],
  ])
  for (const [kind, deploy] of kinds) {
    const call = async (count) => ({
      ...server,
      requests: [requestOf(`${await deploy(count)}${pathOf(count - 1).replace('{id}', '7')}`)],
    })
    const { cpu, raw } = await compare(await call(MANY[kind]), await call(FEW), rounds, folder)
    const slower = 1 / cpu
    const what = `${kind} API of ${MANY[kind].toLocaleString('en')} routes, of one with ${FEW}, processor time`
    report(what, `x ${slower.toFixed(2)}`, '<= x 1.10', slower <= 1.1, raw)
  }
}

/** Makes `count` APIs in a data directory; reports what a server started on it holds for each, once all were called. */
export async function manyApis(dataDir, count) {
  const maker = await startSallyport(['--data-dir', dataDir])
  const apis = []
  const worker = async () => {
    while (apis.length < count) {
      const at = apis.push('') - 1
      apis[at] = await importApi(clientOf(maker), ['/items', '/items/{id}', '/orders'])
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker)).finally(maker.stop)

  const server = await startSallyport(['--data-dir', dataDir])
  try {
    // What is loaded with the first call belongs to none of them.
    for (let i = 0; i < WARM_UP; i++) await called(server, apis[0])
    const before = residentMegabytes(server.pid)
    for (const api of apis) await called(server, api)
    const each = ((residentMegabytes(server.pid) - before) * 1024) / count
    const what = `memory of each of ${count.toLocaleString('en')} APIs that were called`
    report(what, `${each.toFixed(0)} KB`, `<= ${MAX_KILOBYTES} KB`, each <= MAX_KILOBYTES, 'VmRSS, three methods each')
  } finally {
    await server.stop()
  }
}

async function called({ origin }, api) {
  const response = await fetch(`${origin}${api}/items/7`)
  await response.text()
  if (response.status !== 200) throw new Error(`${api} answered ${response.status}`)
}

const clientOf = ({ origin }) => new APIGatewayClient(configFor(origin))
const requestOf = (path) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\n\r\n`

async function importApi(client, paths) {
  const responses = { default: { statusCode: '200' } }
  const requestTemplates = { 'application/json': '{"statusCode": 200}' }
  const get = {
    responses: { 200: { description: 'ok' } },
    'x-amazon-apigateway-integration': { type: 'mock', requestTemplates, responses },
  }
  const document = {
    swagger: '2.0',
    info: { title: 'bench', version: '1' },
    paths: Object.fromEntries(paths.map((path) => [path, { get }])),
  }
  const { id } = await client.send(new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }))
  await client.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'prod' }))
  return `/_aws/execute-api/${id}/prod`
}
