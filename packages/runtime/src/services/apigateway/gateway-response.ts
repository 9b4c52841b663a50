import { defaultStatus, STOCK_TEMPLATES } from './gateway-response-types.ts'
import type { GatewayResponseRecord } from './records.ts'

export interface EffectiveResponse extends GatewayResponseRecord {
  /** Not customized by the API itself. */
  readonly defaultResponse: boolean
}

/**
 * What an API says for a type: its own response, else what that inherits from the API's `DEFAULT_4XX` or `DEFAULT_5XX`,
 * else AWS's (recorded on AWS).
 */
export function effectiveResponse(type: string, custom: readonly GatewayResponseRecord[]): EffectiveResponse {
  const find = (wanted: string) => custom.find(({ responseType }) => responseType === wanted)
  const own = find(type)
  if (own) return { ...own, defaultResponse: false }
  const status = defaultStatus(type)
  const inherited = status === undefined ? undefined : find(status.startsWith('4') ? 'DEFAULT_4XX' : 'DEFAULT_5XX')
  return {
    responseType: type,
    statusCode: inherited?.statusCode ?? status,
    responseParameters: inherited?.responseParameters ?? {},
    responseTemplates: inherited?.responseTemplates ?? STOCK_TEMPLATES,
    defaultResponse: true,
  }
}
