import type { AwsApis } from '../../generated/index.ts'
import { callContext } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import { type FunctionCaller, FunctionRefusal } from '../../kernel/functions.ts'
import { silentLogger } from '../../kernel/logger.ts'
import type { InputOf, OutputOf } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'
import { createOAuthPlane } from '../../oauth/plane.ts'
import { createClientTokens } from '../../oauth/tokens/client-token.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import { createVault } from '../../store/vault.ts'
import { type CognitoService, type CognitoServiceDeps, createCognitoService } from './index.ts'
import { createKeyPairSource, type KeyPairSource, type RsaKeyPair } from './keys/key-pair-source.ts'

type Operations = AwsApis['cognito-idp']

export const HOME: Place = { account: '123456789012', region: 'us-east-1' }
export const START = Date.UTC(2030, 0, 1)

/** Made once for a whole test file and handed out in turn: only a test of keys needs fresh ones. */
const KEY_PAIRS = Array.from({ length: 4 }, () => createKeyPairSource({ reserve: 0 }).take())

function reusedKeyPairs(): KeyPairSource {
  let next = 0
  return {
    take: () => KEY_PAIRS[next++ % KEY_PAIRS.length] as Promise<RsaKeyPair>,
    ready: async () => {},
    close: async () => {},
  }
}

const NO_FUNCTIONS: FunctionCaller = {
  invoke: () => Promise.reject(new FunctionRefusal('missing', 'no such function')),
  enqueue: () => Promise.reject(new FunctionRefusal('missing', 'no such function')),
  settled: async () => undefined,
}

/** Cognito on a real store, without a listener: operations are called with inputs that have passed the model. */
export async function startCognito(
  options: {
    issuerOf?: (place: Place, poolId: string) => string
    /** Left out: nothing is known of any function. */
    functions?: Pick<FunctionCaller, 'invoke'>
    /** Left out: nobody outside can be reached. */
    http?: CognitoServiceDeps['http']
    /** Left out: there may be any number of everything. */
    quotas?: CognitoServiceDeps['quotas']
  } = {},
) {
  const store = await openSqliteStore({ path: undefined })
  const clock = manualClock(START)
  const random = systemRandom
  const keyPairs = reusedKeyPairs()
  const cognito: CognitoService = createCognitoService({
    store,
    clock,
    random,
    vault: createVault(Buffer.alloc(32, 7), random),
    keyPairs,
    logger: silentLogger,
    clientTokens: createClientTokens({ clock, random }),
    issuerOf: options.issuerOf ?? (({ region }, id) => `https://cognito-idp.${region}.amazonaws.com/${id}`),
    functions: async () => ({ ...NO_FUNCTIONS, ...options.functions }),
    http: options.http ?? (() => Promise.reject(new Error('nobody is outside'))),
    quotas: options.quotas,
    contextOf: (base) => callContext(store, cognito, base),
  })
  const plane = createOAuthPlane({ realms: cognito.realms, clock, random, logger: silentLogger })

  const call = async <O extends keyof Operations & string>(
    name: O,
    input: InputOf<'cognito-idp', O>,
    place: Place = HOME,
  ): Promise<OutputOf<'cognito-idp', O>> => {
    return callContext(store, cognito, { place }).call('cognito-idp', name, input)
  }

  return {
    ...cognito,
    store,
    clock,
    call,
    async close() {
      await keyPairs.close()
      await store.close()
    },
    /** Sends one request to a domain. */
    ask(request: Partial<WireRequest>, domain: string, region: string | undefined = HOME.region) {
      return Promise.resolve(plane(wire(request), domain, region))
    },
    /** Asks for a token with Basic credentials. */
    token(domain: string, clientId: string, secret: string, form: Record<string, string> = {}): Promise<WireResponse> {
      return Promise.resolve(plane(tokenRequest(clientId, secret, form), domain, HOME.region))
    },
    plane,
  }
}

export type TestCognito = Awaited<ReturnType<typeof startCognito>>

export function tokenRequest(clientId: string, secret: string, form: Record<string, string> = {}): WireRequest {
  return wire({
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
    },
    body: Buffer.from(new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString()),
  })
}

export function wire(request: Partial<WireRequest>): WireRequest {
  return {
    method: 'POST',
    path: '/oauth2/token',
    query: '',
    headers: {},
    rawHeaders: [],
    host: 'localhost',
    body: Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
    signal: new AbortController().signal,
    scheme: 'http',
    origin: 'http://127.0.0.1:4566',
    ...request,
  }
}

/** A pool with the resource server `api` (scopes `read` and `write`), a domain, and a machine client for `api/read`. */
export async function machinePool(cognito: TestCognito, domain = 'partners', place: Place = HOME) {
  const { UserPool } = await cognito.call('CreateUserPool', { PoolName: 'pool' }, place)
  const UserPoolId = UserPool?.Id ?? ''
  await cognito.call(
    'CreateResourceServer',
    {
      UserPoolId,
      Identifier: 'api',
      Name: 'Api',
      Scopes: [
        { ScopeName: 'read', ScopeDescription: 'read' },
        { ScopeName: 'write', ScopeDescription: 'write' },
      ],
    },
    place,
  )
  await cognito.call('CreateUserPoolDomain', { UserPoolId, Domain: domain }, place)
  const client = await machineClient(cognito, UserPoolId, ['api/read'], {}, place)
  return { UserPoolId, domain, ...client }
}

export async function machineClient(
  cognito: TestCognito,
  UserPoolId: string,
  scopes: readonly string[],
  more: Partial<InputOf<'cognito-idp', 'CreateUserPoolClient'>> = {},
  place: Place = HOME,
) {
  const { UserPoolClient } = await cognito.call(
    'CreateUserPoolClient',
    {
      UserPoolId,
      ClientName: 'machine',
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: scopes,
      ...more,
    },
    place,
  )
  return { clientId: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret ?? '' }
}
