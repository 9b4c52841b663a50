// Serves the page on http://localhost:3000, with what the stack says of itself. After `eval "$(sallyport env)"` that is
// where Sallyport has it; without, it is AWS.

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'

const STACK = 'AuthorizationCodeStack'
const FILES = {
  '/': ['text/html', new URL('app/index.html', import.meta.url)],
  '/app.js': ['text/javascript', new URL('app/app.js', import.meta.url)],
}

const config = JSON.stringify(await readConfig())

const port = Number(process.env.PORT ?? 3000)
createServer(async ({ url = '' }, response) => {
  const { pathname } = new URL(url, 'http://localhost')
  const [type, file] = FILES[pathname] ?? []
  if (pathname === '/config.json') response.setHeader('Content-Type', 'application/json').end(config)
  else if (file) response.setHeader('Content-Type', `${type}; charset=utf-8`).end(await readFile(file))
  else response.writeHead(404).end()
}).listen(port, 'localhost', () => console.log(`http://localhost:${port}/`))

async function readConfig() {
  const { Stacks } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName: STACK }))
  const outputs = Object.fromEntries(
    (Stacks?.[0]?.Outputs ?? []).map((output) => [output.OutputKey, output.OutputValue]),
  )
  const { ClientId: clientId, SignInUrl: signInUrl, ApiUrl: apiUrl } = outputs
  return { clientId, signInUrl: here(signInUrl), apiUrl: here(apiUrl) }
}

/** AWS's names mean AWS to a browser, so that what is emulated is reached by paths. */
function here(address) {
  const endpoint = process.env.AWS_ENDPOINT_URL
  if (endpoint === undefined) return address
  const { hostname, pathname } = new URL(address)
  const [name, kind] = hostname.split('.')
  const path = kind === 'auth' ? `/_aws/cognito/${name}` : `/_aws/execute-api/${name}${pathname}`
  return `${endpoint.replace(/\/$/, '')}${path}`
}
