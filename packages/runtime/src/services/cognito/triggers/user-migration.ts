import { flag, textMapOrNone, textOrNone, textsOrNone } from './read-response.ts'
import { ask, clientMetadata, type TriggerScene } from './scene.ts'

/** Somebody whom the pool's function knows from elsewhere. */
export interface Migrant {
  readonly attributes: Readonly<Record<string, string>>
  readonly isConfirmed: boolean
  readonly isWelcomed: boolean
  readonly media: readonly string[] | undefined
  readonly movesAliases: boolean
  readonly needsSms: boolean
}

/** `UserMigration`: for a name that nobody has. Undefined: the function knows nobody either. */
export async function userMigration(
  scene: TriggerScene,
  source: 'Authentication' | 'ForgotPassword',
  name: string,
  password?: string,
): Promise<Migrant | undefined> {
  const response = await ask(scene, 'UserMigration', {
    source: `UserMigration_${source}`,
    userName: name,
    request: {
      ...(password !== undefined && { password }),
      validationData: scene.validationData ?? null,
      ...clientMetadata(scene),
    },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  })
  const attributes = textMapOrNone(response?.userAttributes)
  if (!response || !attributes) return undefined
  return {
    attributes,
    isConfirmed: textOrNone(response.finalUserStatus) === 'CONFIRMED',
    isWelcomed: textOrNone(response.messageAction) !== 'SUPPRESS',
    media: textsOrNone(response.desiredDeliveryMediums),
    movesAliases: flag(response.forceAliasCreation),
    needsSms: flag(response.enableSMSMFA),
  }
}
