import { AwsError, isAwsError } from '../../../kernel/errors.ts'
import type { CognitoDeps } from '../deps.ts'
import { type DataKey, encryptedMessage, messageSigner, PUBLIC_KEY } from '../messages/encryption-sdk.ts'
import type { Medium, MessageKind } from '../messages/records.ts'
import type { UserPoolRecord } from '../records.ts'
import type { UserRecord } from '../users/records.ts'
import { notifyFunction } from './run-trigger.ts'
import { clientIdOf, eventAttributes, type TriggerScene } from './scene.ts'

export type CustomSender = 'CustomEmailSender' | 'CustomSMSSender'

/** A message that a function of the pool is to deliver. */
export interface Consignment {
  readonly sender: CustomSender
  readonly kind: MessageKind
  /** With the address that the message goes to. */
  readonly user: UserRecord
  /** A confirmation code, or a temporary password. */
  readonly code: string
}

export type SenderScene = TriggerScene & { readonly deps: Pick<CognitoDeps, 'functions' | 'random' | 'callIn'> }

const REQUEST_TYPES = {
  CustomEmailSender: 'customEmailSenderRequestV1',
  CustomSMSSender: 'customSMSSenderRequestV1',
} as const

/** Who delivers a pool's messages of a medium in Cognito's place. */
export function customSender({ settings }: Pick<UserPoolRecord, 'settings'>, medium: Medium): CustomSender | undefined {
  const name = medium === 'EMAIL' ? 'CustomEmailSender' : 'CustomSMSSender'
  return settings.LambdaConfig?.[name] ? name : undefined
}

/**
 * `CustomEmailSender`, `CustomSMSSender`. The function is not waited for (documented: developer guide, "Customizing user pool
 * workflows"). The event has no `response`, and `clientMetadata` even where there is none (observed).
 */
export async function handOver(scene: SenderScene, { sender, kind, user, code }: Consignment): Promise<void> {
  const { deps, place, pool, metadata } = scene
  const functionArn = pool.settings.LambdaConfig?.[sender]?.LambdaArn
  if (functionArn === undefined) return
  await notifyFunction(await deps.functions(), {
    ...{ name: sender, functionArn, place, poolId: pool.id, clientId: clientIdOf(scene) },
    version: '1',
    source: `${sender}_${kind}`,
    userName: user.username,
    request: {
      type: REQUEST_TYPES[sender],
      code: (await encryptedCode(scene, code)).toString('base64'),
      clientMetadata: metadata ?? null,
      userAttributes: eventAttributes(user),
    },
  })
}

/** The context that Cognito binds codes to is documented for the policies of keys, and observed. */
async function encryptedCode({ deps, place, pool }: SenderScene, code: string): Promise<Buffer> {
  const signer = messageSigner()
  const context = { [PUBLIC_KEY]: signer.publicKey, 'userpool-id': pool.id }
  const { random } = deps
  return encryptedMessage(code, context, { signer, random, dataKey: await dataKey(deps.callIn(place), pool, context) })
}

/** What becomes of a message whose key cannot be used: the exception is documented, the text inferred. */
async function dataKey(
  call: ReturnType<CognitoDeps['callIn']>,
  { settings }: SenderScene['pool'],
  EncryptionContext: Readonly<Record<string, string>>,
): Promise<DataKey> {
  try {
    const KeyId = settings.LambdaConfig?.KMSKeyID ?? ''
    const made = await call('kms', 'GenerateDataKey', { KeyId, NumberOfBytes: 32, EncryptionContext })
    const { KeyId: arn = '', Plaintext: plaintext = new Uint8Array(), CiphertextBlob: encrypted } = made
    return { arn, plaintext, encrypted: encrypted ?? new Uint8Array() }
  } catch (error) {
    if (!isAwsError(error)) throw error
    throw new AwsError('CodeDeliveryFailureException', `The KMS key of the pool cannot be used: ${error.message}`)
  }
}
