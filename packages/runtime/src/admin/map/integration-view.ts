import type { IntegrationView } from '../contract/map.ts'

const FUNCTION = /:function:([\w-]+)/

/** The name of the function in an ARN, or in the path that API Gateway invokes one by. */
export function functionNameIn(uri: string | undefined): string | undefined {
  return FUNCTION.exec(uri ?? '')?.[1]
}

export function integrationView(type: string, uri: string | undefined): IntegrationView {
  const functionName = functionNameIn(uri)
  if (functionName !== undefined) return { type, functionName }
  return uri === undefined ? { type } : { type, url: withoutSecrets(uri) }
}

/** Whoever reads where a call goes need not read the password that it goes with. */
function withoutSecrets(uri: string): string {
  return uri.replace(/^(\w+:\/\/)[^/?#]*@/, '$1').replace(/[?#].*$/s, '')
}
