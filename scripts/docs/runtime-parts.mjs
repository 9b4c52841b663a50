// The compiled runtime's services, models and resource types, put together as the runtime does, in memory.
import { noFunctionEngine } from '../../packages/runtime/build/functions/no-engine.js'
import { httpDefinitionChecks } from '../../packages/runtime/build/gateway/http/checks.js'
import { definitionChecks } from '../../packages/runtime/build/gateway/rest/checks.js'
import { systemClock } from '../../packages/runtime/build/kernel/clock.js'
import { lazy } from '../../packages/runtime/build/kernel/lazy.js'
import { silentLogger } from '../../packages/runtime/build/kernel/logger.js'
import { systemRandom } from '../../packages/runtime/build/kernel/random.js'
import { createClientTokens } from '../../packages/runtime/build/oauth/index.js'
import { createDispatcher } from '../../packages/runtime/build/protocol/dispatch.js'
import { createModels } from '../../packages/runtime/build/protocol/models.js'
import { lazySpecification } from '../../packages/runtime/build/services/cloudformation/specification.js'
import { createServices } from '../../packages/runtime/build/services/registry.js'
import { Leases } from '../../packages/runtime/build/store/leases.js'
import { openSqliteStore } from '../../packages/runtime/build/store/sqlite/index.js'
import { createVault } from '../../packages/runtime/build/store/vault.js'

const KEY_BYTES = 32

/** { services, models, specification, resourceTypes, callerAt(place), close() } */
/** The documents are written without a call of anything. */
const nobody = () => Promise.reject(new Error('nobody is called for the documents'))

export async function openRuntimeParts() {
  const random = systemRandom
  const clock = systemClock
  const store = await openSqliteStore({ path: undefined })
  const parts = createServices({
    store,
    clock,
    random,
    vault: createVault(random.bytes(KEY_BYTES), random),
    logger: silentLogger,
    leases: new Leases({ transact: store.transact, clock, owner: 'docs' }),
    clientTokens: async () => createClientTokens({ clock, random }),
    hosting: { engine: lazy(async () => noFunctionEngine), retryDelaysMs: [], hotDirectories: {} },
    issuerOf: ({ region }, poolId) => `https://cognito-idp.${region}.amazonaws.com/${poolId}`,
    origin: () => 'http://127.0.0.1',
    checks: async () => definitionChecks,
    httpChecks: async () => httpDefinitionChecks,
    http: nobody,
    testMethod: nobody,
    testAuthorizer: nobody,
    signatures: nobody,
    contextOf: (base) => dispatcher.contextOf(base),
    record: [],
    python: 'python3',
    strict: false,
    hasQuotas: false,
  })
  const models = createModels()
  const dispatcher = createDispatcher({ findService: parts.find, models })
  const services = await parts.all()
  return {
    services: services.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    models,
    specification: lazySpecification(),
    resourceTypes: services.flatMap(({ resourceTypes }) => resourceTypes).sort((a, b) => (a.type < b.type ? -1 : 1)),
    /** What a resource type needs to call operations and to read. */
    callerAt(place) {
      const caller = { accessKeyId: 'test', arn: `arn:aws:iam::${place.account}:root`, userId: place.account }
      const base = { place, caller, requestId: 'docs', origin: 'http://127.0.0.1', transact: store.transact }
      return { call: dispatcher.contextOf({ ...base, reader: store }).call, reader: store }
    },
    async close() {
      await parts.close()
      await store.close()
    },
  }
}
