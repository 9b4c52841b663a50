import type { MessageKind } from '../messages/records.ts'
import type { UserRecord } from '../users/records.ts'
import { textOrNone } from './read-response.ts'
import { ask, clientMetadata, eventAttributes, type TriggerScene } from './scene.ts'

/** Texts that a pool's function wants instead of the pool's own. */
export interface OwnTexts {
  readonly sms?: string | undefined
  readonly email?: string | undefined
  readonly subject?: string | undefined
}

/**
 * `CustomMessage`. The function never sees the code, only what stands for it, so that it is asked before there is one.
 * Which members are null is observed.
 */
export async function customMessage(scene: TriggerScene, kind: MessageKind, user: UserRecord): Promise<OwnTexts> {
  const response = await ask(scene, 'CustomMessage', {
    source: `CustomMessage_${kind}`,
    userName: user.username,
    request: {
      userAttributes: eventAttributes(user),
      codeParameter: '{####}',
      linkParameter: '{##Click Here##}',
      usernameParameter: kind === 'AdminCreateUser' ? '{username}' : null,
      ...clientMetadata(scene),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  })
  if (!response) return {}
  return {
    sms: textOrNone(response.smsMessage),
    email: textOrNone(response.emailMessage),
    subject: textOrNone(response.emailSubject),
  }
}
