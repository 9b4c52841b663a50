// Functions behind a REST API: a proxied call beside the least that a function behind an HTTP server can be.
import { compare } from './beside.mjs'
import { deployFunction } from './deployment.mjs'
import { load, startBare } from './processes.mjs'
import { explain, percent, report } from './report.mjs'

const CODE = `exports.handler = async () => ({ statusCode: 200, body: '{"ok":true}' })`
/** Calls at once: each is a process of its own, here and there. */
const CONNECTIONS = 8
const WARM_UP_SECONDS = 10

export async function proxiedFunctions(server, deployed, token, rounds, folder) {
  const bare = await startBare('bare-function.mjs')
  try {
    const api = await deployFunction(server.origin, CODE, deployed)
    const requestOf = (path, ...headers) =>
      [`GET ${api}/${path} HTTP/1.1`, 'Host: 127.0.0.1', 'User-Agent: bench', 'Accept: */*', ...headers, '', ''].join(
        '\r\n',
      )
    const open = [requestOf('open')]
    // What is compared is code that V8 has made fast, on both sides.
    for (const each of [server, bare]) {
      await load({ ...each, requests: open, seconds: WARM_UP_SECONDS, connections: CONNECTIONS }, folder)
    }
    const authorized = [requestOf('authorized', `Authorization: ${token}`)]
    const beside = (requests) =>
      compare({ ...server, requests }, { ...bare, requests }, rounds, folder, { connections: CONNECTIONS })
    const { perSecond, cpu, raw } = await beside(open)
    report('proxied function, of a bare one behind node:http', percent(perSecond), '>= 60 %', perSecond >= 0.6, raw)
    explain('proxied function, processor time of the bare one', percent(cpu), 'with the processes that run it')
    const machines = await beside(authorized)
    explain('the same behind an authorizer of Cognito', percent(machines.perSecond), machines.raw)
  } finally {
    await bare.stop()
  }
}
