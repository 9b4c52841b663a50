import { classifyHost } from './hosts.ts'

/** A URL or a bare host name of AWS, wherever it stands in a text, with the path that belongs to it. */
const AWS_NAME =
  /(?:https?:\/\/|(?<![a-z0-9.-]))((?:[a-z0-9-]{1,63}\.){2,12}(?:amazonaws\.com(?:\.cn)?|amazoncognito\.com|on\.aws))(?![a-z0-9-]|\.[a-z0-9])(?::443)?(\/[^\s"'<>]*)?/gi

/**
 * The same text with the addresses that AWS printed turned into those that work here, where no name resolves to us:
 * `https://abc.execute-api.us-east-1.amazonaws.com/prod/` becomes `http://127.0.0.1:4566/_aws/execute-api/abc/prod/`.
 * Undefined when there is none in it.
 */
export function localAddress(text: string, origin: string): string | undefined {
  const local = text.replace(AWS_NAME, (name: string, host: string, path: string | undefined) => {
    const base = localBase(host.toLowerCase(), origin)
    return base === undefined ? name : base + (path ?? '')
  })
  return local === text ? undefined : local
}

function localBase(host: string, origin: string): string | undefined {
  const found = classifyHost(host)
  switch (found.kind) {
    case 'execute-api':
      return `${origin}/_aws/execute-api/${found.apiId}`
    case 'user-pool-domain':
      return `${origin}/_aws/cognito/${found.domain}`
    case 'function-url':
      return `${origin}/_aws/lambda-url/${found.id}`
    case 'service':
      return found.service === 'cognito-idp' ? origin : undefined
    default:
      return undefined
  }
}
