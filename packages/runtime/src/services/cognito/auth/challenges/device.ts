import type { Transaction } from '../../../../kernel/transaction.ts'
import { deviceGroupKey } from '../../devices/keys.ts'
import { findDevice, noDevice, requireDevice } from '../../devices/repository.ts'
import type { SrpVerifier } from '../../passwords/srp.ts'
import { wrongPassword } from '../../users/errors.ts'
import { findUser } from '../../users/repository.ts'
import { required } from '../attempt.ts'
import { closeSession } from '../auth-sessions.ts'
import { decided, signedIn } from '../complete.ts'
import { userOf } from '../known-user.ts'
import { checkPublicValue, isProof, openExchange, proofIn } from '../srp-exchange.ts'
import type { Challenge } from './challenge.ts'

/** A remembered device begins to prove itself. */
export const deviceSrpAuth: Challenge = {
  name: 'DEVICE_SRP_AUTH',
  /** Some clients answer without a session (observed: pycognito); the device then tells which sign-in waits for it. */
  async sessionWithout({ reader, place, pool }, responses) {
    const user = await findUser(reader, place, pool, required(responses, 'USERNAME'))
    return user && (await findDevice(reader, place, user, required(responses, 'DEVICE_KEY')))?.session
  },
  async answer(attempt, { id, state }, responses) {
    const { deps, place } = attempt
    const publicA = checkPublicValue(required(responses, 'SRP_A'))
    const deviceKey = required(responses, 'DEVICE_KEY')
    if (deviceKey !== state.deviceKey) throw noDevice()
    return attempt.transact(async (tx) => {
      await closeSession(tx, place, id)
      const user = await userOf(tx, attempt, state)
      const device = await requireDevice(tx, place, user, deviceKey)
      const verifier = JSON.parse(deps.vault.open(device.verifier)) as SrpVerifier
      const { userKey, username, flow } = state
      const opened = { challenge: 'DEVICE_PASSWORD_VERIFIER', userKey, username, flow }
      return openExchange(tx, attempt, opened, verifier, publicA)
    })
  },
}

/** The last step of a sign-in. How a wrong proof is refused is inferred. */
export const devicePasswordVerifier: Challenge = {
  name: 'DEVICE_PASSWORD_VERIFIER',
  sessionIn: 'PASSWORD_CLAIM_SECRET_BLOCK',
  async answer(attempt, { id, state }, responses) {
    const { deps, pool, place } = attempt
    const deviceKey = required(responses, 'DEVICE_KEY')
    if (deviceKey !== state.deviceKey) throw noDevice()
    const proof = proofIn(responses, `${deviceGroupKey(deps.vault, pool.id)}${deviceKey}`)
    if (!isProof(state.data, proof, deps.clock.now())) {
      // One guess for each exchange.
      await attempt.transact((tx) => closeSession(tx, place, id))
      throw wrongPassword()
    }
    const step = async (tx: Transaction) => {
      await closeSession(tx, place, id)
      const user = await userOf(tx, attempt, state)
      return signedIn(tx, attempt, user, await requireDevice(tx, place, user, deviceKey))
    }
    return decided(attempt, step, 'AuthenticateDevice')
  },
}
