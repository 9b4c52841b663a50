// docs/reference/admin-api.md: the contract of the admin API, as both of its sides are typed from it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAdmin } from '../../packages/runtime/build/admin/admin.js'
import { root } from '../setup.mjs'
import { code, GENERATED, page, table } from './markdown.mjs'

const CONTRACT = join(root, 'packages', 'runtime', 'src', 'admin', 'contract')
/** In the order of a reader's interest. */
const FILES = [
  'requests',
  'stacks',
  'map',
  'clients',
  'tokens',
  'calls',
  'functions',
  'people',
  'outbox',
  'metrics',
  'server',
  'problem',
  'place',
]

/** Endpoints that answer with something else than a JSON document of the contract. */
const OTHERS = {
  'GET ': 'the console: a page for browsers',
  'GET icon.svg': 'a file of the console',
  'GET assets/{name}': 'a file of the console',
  'GET requests/stream': 'requests as they come: server-sent events, of `RequestBatch`; takes `RequestFilter`',
  'GET functions/{name}/logs/stream': "a function's log as it is written: server-sent events, of `LogEventView`",
  'GET outbox/stream': 'messages to people as they are sent: server-sent events, of `OutboxMessage`; takes `after`',
  'GET metrics': "counters and the process's own numbers, in Prometheus's text",
  'GET ca.pem': 'the certificate of the authority that signs for AWS’s names',
  'GET world': 'all that is here, with its keys and secrets: [a world](../guide/worlds.md)',
  'POST deployments': 'deploys, destroys or compares the stacks of a cloud assembly: a JSON document on each line',
}

export async function adminApiPage() {
  const typed = typedEndpoints()
  const names = await routeNames()
  const unknown = names.filter((name) => !typed.has(name) && !Object.hasOwn(OTHERS, name))
  const gone = [...typed.keys(), ...Object.keys(OTHERS)].filter((name) => !names.includes(name))
  if (unknown.length + gone.length > 0)
    throw new Error(`the admin API and its contract differ: ${[...unknown, ...gone]}`)
  return page(
    '# Admin API',
    GENERATED,
    'What the command line, scripts and the console ask a server for, under `/_sallyport/`. It has no credentials: ' +
      'whoever reaches this port from a program of the machine may call it. Web pages may not, unless their origin is named with ' +
      '`--allow-origin`; the console’s own page shows a key ([decision 61](../decisions/0061-an-admin-api-for-a-page.md)). ' +
      'A status from 400 on comes with a `Problem`. Times are ISO 8601; lists span all accounts and regions.',
    '```sh\ncurl http://127.0.0.1:4566/_sallyport/map\n' +
      'curl http://127.0.0.1:4566/_sallyport/requests?refused=true\\&limit=5\n' +
      'curl http://127.0.0.1:4566/_sallyport/tokens/inspect -H \'content-type: application/json\' -d \'{"token": "…"}\'\n```',
    '## Endpoints',
    'A `POST` takes its request as JSON, with `Content-Type: application/json`. Of tools, `clock`, `world`, `reset`, `stop` and `deployments` ' +
      'take it under any type. A `GET` takes a query. A segment in braces is percent-encoded.',
    table(
      ['endpoint', 'takes', 'answers with'],
      [...typed].map(([name, { takes, response }]) => [code(name), takes ? code(takes) : '', code(response)]),
    ),
    'Besides, with answers that are no JSON document:',
    table(
      ['endpoint', 'answers with'],
      Object.entries(OTHERS).map(([name, text]) => [code(name), text]),
    ),
    '## Types',
    'These are the files that both sides are compiled against.',
    '### request traces',
    `\`\`\`ts\n${kernelSource('request-trace', '/** A request whose answer has been given')}\n\`\`\``,
    '### messages to people',
    `\`\`\`ts\n${kernelSource('outbox', '/** The messages after one')}\n\`\`\``,
    FILES.flatMap((name) => [`### ${name}`, `\`\`\`ts\n${sourceOf(name)}\n\`\`\``]),
  )
}

/** `'GET x': { query: Q; request: R; response: A }` in the interface of that name. */
function typedEndpoints() {
  const [, body = ''] = /export interface Endpoints \{\n([\s\S]*?)\n\}/.exec(read('endpoints')) ?? []
  const lines = body.matchAll(/^ {2}'([A-Z]+ [^']+)': \{ (.*) \}$/gm)
  return new Map(
    [...lines].map(([, name, members]) => {
      const takes = /(?:query|request): (.+?); response/.exec(members)?.[1]
      return [
        name,
        {
          takes: takes?.replaceAll('Record<string, never>', '{}').replaceAll('readonly ', ''),
          response: /response: (\w+)/.exec(members)?.[1],
        },
      ]
    }),
  )
}

/** As the server itself tells those who ask for what there is not. */
async function routeNames() {
  /** Nothing of it is asked for. @type {any} */
  const source = {}
  /** @type {any} */
  const request = { method: 'GET', path: '/_sallyport/no/such/thing', query: '', headers: {} }
  const { body } = await createAdmin(source).handle(request)
  return JSON.parse(String(body)).routes
}

/** Without what only a compiler needs. */
function sourceOf(name) {
  return plain(read(name))
}

/** Of what planes and services write, which therefore lies in the kernel: up to what pages do not see. */
function kernelSource(name, end) {
  const text = readFileSync(join(CONTRACT, '..', '..', 'kernel', `${name}.ts`), 'utf8')
  return plain(text.slice(0, text.indexOf(end)))
}

function plain(text) {
  return (
    text
      .replace(/^import .*\n/gm, '')
      // The testing API's examples.
      .replace(/ \*\n \* @example\n(?: \* .*\n| \*\n)+/g, '')
      .replace(/\/\*\*\n \* (.*)\n \*\/\n/g, '/** $1 */\n')
      .replace(/^export type \{.*\n/gm, '')
      .replace(/^export (interface|type) /gm, '$1 ')
      .replace(/^( *)readonly /gm, '$1')
      .replaceAll('; readonly ', '; ')
      .replaceAll('{ readonly ', '{ ')
      .replaceAll('readonly ', '')
      .trim()
  )
}

function read(name) {
  return readFileSync(join(CONTRACT, `${name}.ts`), 'utf8')
}
