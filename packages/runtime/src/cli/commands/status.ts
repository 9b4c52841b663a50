import type { Status, TokenRequestsStatus } from '../../kernel/status.ts'
import type { CliCommand } from '../command.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'

/** `sallyport status`: what is deployed, with the addresses that work here next to AWS's. */
export const status: CliCommand = {
  define: (command) =>
    command
      .addOption(dataDirOption())
      .addOption(portOption())
      .option('--json', 'print JSON')
      .addHelpText('after', '\nExamples:\n  sallyport status\n  sallyport status --json | jq .apis')
      .action(async (options: ServerOptions & { json?: boolean }) => {
        const origin = await findServer(options)
        const found = await callAdmin<Status>(origin, 'status')
        process.stdout.write(options.json ? `${JSON.stringify(found, undefined, 2)}\n` : describe(found, origin))
      }),
}

function describe(status: Status, origin: string): string {
  const { stacks, apis, apiDomains, domains, functionUrls, forwards, tokenRequests } = status
  const lines = [`Sallyport on ${origin}`]
  for (const stack of stacks) {
    lines.push('', `stack ${stack.name}  ${stack.status}  (${stack.account}, ${stack.region})`)
    for (const { key, value, local } of stack.outputs) {
      lines.push(`  ${key} = ${value}`)
      if (local) lines.push(`    works here as ${local}`)
    }
    if (stack.recorded.length > 0) lines.push(`  recorded, without effect: ${stack.recorded.join(', ')}`)
  }
  for (const api of apis) {
    lines.push('', `API ${api.name}  ${api.id}  (${api.account}, ${api.region})`)
    if (api.stages.length === 0) lines.push('  not deployed')
    for (const stage of api.stages) lines.push(`  ${stage.url}`, `    works here as ${stage.local}`)
  }
  for (const { domainName, account, region, mappings } of apiDomains) {
    lines.push('', `domain name ${domainName}  (${account}, ${region})`)
    if (mappings.length === 0) lines.push('  leads to no API')
    for (const { url, local, api } of mappings) lines.push(`  ${url} = ${api}`, `    works here as ${local}`)
  }
  for (const domain of domains) {
    lines.push('', `token endpoint of ${domain.poolId}  (${domain.account}, ${domain.region})`)
    lines.push(`  ${domain.url}`, `    works here as ${domain.local}`)
    const asked = tokenRequests.filter(({ poolId }) => poolId === domain.poolId)
    lines.push(...asked.map((requests) => `  ${countsOf(requests)}`))
  }
  for (const { functionName, account, region, url, local } of functionUrls) {
    lines.push('', `URL of function ${functionName}  (${account}, ${region})`, `  ${url}`, `    works here as ${local}`)
  }
  if (lines.length === 1) lines.push('', 'Nothing is deployed.')
  if (forwards.length > 0) lines.push('')
  for (const { service, url } of forwards) lines.push(`${service} is forwarded to ${url}`)
  return `${lines.join('\n')}\n`
}

/** `client 4a5b: 12 issued, 3 refused (scope-unknown 2, secret-wrong 1)`. */
function countsOf({ clientId, issued, refused }: TokenRequestsStatus): string {
  const reasons = Object.entries(refused)
  const total = reasons.reduce((sum, [, count]) => sum + count, 0)
  const why = reasons.map(([reason, count]) => `${reason} ${count}`).join(', ')
  const who = clientId === '-' ? 'no client of the pool' : `client ${clientId}`
  return `${who}: ${issued} issued${total > 0 ? `, ${total} refused (${why})` : ''}`
}
