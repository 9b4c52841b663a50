import type { Status } from '../../kernel/status.ts'

/** How to call what is deployed: its addresses here, as lines for a shell. */
export function readyLines({ apis, domains, functionUrls }: Status): string[] {
  const lines: string[] = []
  for (const { local } of domains) {
    lines.push(`TOKEN=$(curl -s '${local}' -u "$CLIENT_ID:$CLIENT_SECRET" \\`)
    lines.push('  -d grant_type=client_credentials | sed \'s/.*"access_token":"\\([^"]*\\).*/\\1/\')')
  }
  for (const { name, stages } of apis) {
    for (const stage of stages)
      lines.push(`curl -H "Authorization: $TOKEN" '${stage.local}'   # ${name}, ${stage.name}`)
  }
  for (const { functionName, local } of functionUrls) lines.push(`curl '${local}'   # ${functionName}`)
  return lines
}
