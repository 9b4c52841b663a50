import { textMapOrNone } from './read-response.ts'
import { askFunction, type TriggerScene } from './scene.ts'

/** All values are texts, as in the documented event. */
export type ClaimTexts = Readonly<Record<string, string>>

/** Somebody who comes from an identity provider, and what it has said of them. */
export interface Arrival {
  readonly provider: string
  /** As `ProviderType` names it. */
  readonly type: string
  /** That of the user that they are, or will be. */
  readonly userName: string
  readonly tokenResponse: ClaimTexts
  readonly idToken: ClaimTexts
  /** Empty where the provider has no such endpoint. */
  readonly userInfo: ClaimTexts
}

/**
 * `InboundFederation`: what the function makes of a provider's claims, each time that somebody comes from there, before
 * they become attributes. Undefined: they stay as they are, since there is no function or it returns none (documented:
 * developer guide, "Inbound federation Lambda trigger").
 */
export async function inboundFederation(scene: TriggerScene, arrival: Arrival): Promise<ClaimTexts | undefined> {
  const functionArn = scene.pool.settings.LambdaConfig?.InboundFederation?.LambdaArn
  if (!functionArn) return undefined
  const { provider, type, userName, ...attributes } = arrival
  const which = { name: 'InboundFederation', functionArn, version: '1' } as const
  const response = await askFunction(scene, which, {
    source: 'InboundFederation_ExternalProvider',
    userName,
    request: { providerName: provider, providerType: type, attributes },
    response: { userAttributesToMap: {} },
  })
  const claims = textMapOrNone(response.userAttributesToMap) ?? {}
  return Object.keys(claims).length > 0 ? claims : undefined
}
