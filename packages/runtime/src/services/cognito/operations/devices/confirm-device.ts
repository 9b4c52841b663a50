import { AwsError } from '../../../../kernel/errors.ts'
import { signedInWith } from '../../auth/access-token.ts'
import { operation } from '../../deps.ts'
import { findDevice, putDevice } from '../../devices/repository.ts'
import { readVerifier } from '../../devices/verifier.ts'
import { invalidParameter } from '../../errors.ts'
import { requireUser } from '../../users/repository.ts'

/** Observed: aws-amplify/amplify-js#2705. */
const notOfThisSignIn = () => invalidParameter('Invalid device key given.')
/** Text inferred. */
const known = () => new AwsError('DeviceKeyExistsException', 'Device key already exists.')

/** A device becomes its user's with the tokens of the sign-in that handed out its key. */
export const confirmDevice = operation('ConfirmDevice', async (input, deps, ctx) => {
  const { AccessToken, DeviceKey, DeviceName, DeviceSecretVerifierConfig } = input
  const { place, pool, user, deviceKey } = await signedInWith(deps, ctx, AccessToken)
  if (deviceKey !== DeviceKey) throw notOfThisSignIn()
  const verifier = readVerifier(DeviceSecretVerifierConfig)
  const isAsked = pool.settings.DeviceConfiguration?.DeviceOnlyRememberedOnUserPrompt ?? false
  const now = deps.clock.now()
  await ctx.transact(async (tx) => {
    await requireUser(tx, place, pool, user.sub)
    if (await findDevice(tx, place, user, DeviceKey)) throw known()
    putDevice(tx, place, {
      poolId: pool.id,
      userKey: user.key,
      key: DeviceKey,
      name: DeviceName,
      verifier: deps.vault.seal(JSON.stringify(verifier)),
      remembered: !isAsked,
      createdAt: now,
      modifiedAt: now,
      authenticatedAt: now,
    })
  })
  return { UserConfirmationNecessary: isAsked }
})
