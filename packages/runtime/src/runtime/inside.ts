import type { Inside } from '../admin/inside.ts'
import { localAddress } from '../http/local-address.ts'
import { refusal } from '../http/refusal.ts'
import { createRouter } from '../http/router.ts'
import type { Place } from '../kernel/place.ts'
import type { Emulation } from './emulation.ts'
import { createFetch } from './fetch.ts'

const refused = () =>
  refusal(403, 'NotAllowed', 'Only APIs, addresses of functions and domains of pools are reached here.')
const NO_CONTROL_PLANE = {
  handle: refused,
  recognizes: () => false,
  bodyLimit: () => ({ maxBytes: 0, refuse: refused }),
}

/** What the console sees of the emulation that is open now. */
export function insideOf(emulation: () => Emulation, origin: () => string): Inside {
  return {
    places: () => emulation().places(),
    operationsIn: (place: Place) => emulation().operationsIn(place),
    async stage(apiId, stageName) {
      const { ports } = emulation()
      const rest = await (await (await ports.apiGateway()).apis.find(apiId))?.findStage(stageName)
      if (rest) return { kind: 'REST', snapshot: rest }
      const http = await (await (await ports.httpApis()).find(apiId))?.findStage(stageName)
      return http && { kind: 'HTTP', snapshot: http }
    },
    secret: async (...client) => (await emulation().ports.cognito()).secrets.newest(...client),
    async foreseenToken(poolId, clientId) {
      const { clock, ports } = emulation()
      const [{ foreseeToken }, { findRealm }] = await Promise.all([import('../oauth/index.ts'), ports.cognito()])
      const realm = await findRealm(poolId)
      const client = await realm?.findClient(clientId)
      return realm && client && foreseeToken(realm, client, clock)
    },
    async foreseen({ kind, snapshot }, token) {
      const { foreseeHttp, foreseeRest } = await import('../gateway/foresee.ts')
      const now = emulation().clock.now()
      return kind === 'REST' ? foreseeRest(snapshot, token, now) : foreseeHttp(snapshot, token, now)
    },
    issuer: async (poolArn) => (await emulation().ports.cognito()).issuers.findIssuer(poolArn),
    origin,
    localize: (text) => localAddress(text, origin()),
    reach(request) {
      const { planes, ownNames } = emulation()
      const router = createRouter({ ...planes, admin: refused, controlPlane: NO_CONTROL_PLANE }, ownNames)
      return createFetch({ ...router, origin })(request)
    },
  }
}
