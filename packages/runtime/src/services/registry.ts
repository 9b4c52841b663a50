import type { DefinitionChecks, HttpDefinitionChecks } from '../gateway/check-ports.ts'
import type { HttpApiSource } from '../gateway/ports.ts'
import type { TestAuthorizer, TestMethod } from '../gateway/test-ports.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Lazy, lazy } from '../kernel/lazy.ts'
import type { Logger } from '../kernel/logger.ts'
import type { CallContext, ServiceName } from '../kernel/operation.ts'
import type { Place } from '../kernel/place.ts'
import type { Random } from '../kernel/random.ts'
import { recordingOf } from '../kernel/recording.ts'
import type { Service } from '../kernel/service.ts'
import type { SignatureVerifier } from '../kernel/signatures.ts'
import type { Reader } from '../kernel/transaction.ts'
import type { Vault } from '../kernel/vault.ts'
import type { ClientTokens } from '../oauth/ports.ts'
import type { Leases } from '../store/leases.ts'
import type { Store } from '../store/store.ts'
import type { ApiGatewayService } from './apigateway/index.ts'
import type { CloudFormationService, CloudFormationServiceDeps } from './cloudformation/index.ts'
import { hasUnfinishedOperations } from './cloudformation/unfinished.ts'
import type { CognitoService, CognitoServiceDeps, KeyPairSource } from './cognito/index.ts'
import { hasLeftPools } from './cognito/leftovers/left-pools.ts'
import type { IamService } from './iam/index.ts'
import type { LambdaService, LambdaServiceDeps } from './lambda/index.ts'
import { hasUnfinishedWork } from './lambda/unfinished.ts'
import type { LogsService } from './logs/index.ts'
import { hasLeftBlobs } from './s3/blob-marks.ts'
import { hasUnfinishedExecutions } from './states/unfinished.ts'

export { createKeyPairSource } from './cognito/keys/key-pair-source.ts'

/** Everything that the services together need; each takes its own part. */
export interface ServicesDeps {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
  readonly logger: Logger
  readonly leases: Leases
  /** Of signing keys; left out: Cognito makes its own. */
  readonly keyPairs?: KeyPairSource
  readonly clientTokens: () => Promise<ClientTokens>
  /** The `iss` of a pool's tokens. */
  readonly issuerOf: (place: Place, poolId: string) => string
  /** Where this server itself is found, by those whom it starts. */
  readonly origin: () => string
  /** What the data plane can serve. */
  readonly checks: () => Promise<DefinitionChecks>
  /** The same for HTTP APIs. */
  readonly httpChecks: () => Promise<HttpDefinitionChecks>
  /** Has the data plane call a method that need not be deployed. */
  readonly testMethod: TestMethod
  /** The same for an authorizer. */
  readonly testAuthorizer: TestAuthorizer
  /** Checks who has signed a request to a function's URL. */
  readonly signatures: () => Promise<SignatureVerifier>
  /** Who runs functions, and how. */
  readonly hosting: Pick<LambdaServiceDeps, 'engine' | 'retryDelaysMs' | 'hotDirectories'>
  /** The Python of this machine: a path, or a name to look for. */
  readonly python: string
  /** Calls what is outside, or another name of this server. */
  readonly http: CognitoServiceDeps['http']
  /** Whether AWS's quotas of resources count. */
  readonly hasQuotas: boolean
  /** Completes a context with the means to call operations. */
  readonly contextOf: (base: Omit<CallContext, 'call'>) => CallContext
  /** CloudFormation types, and parts of emulated ones, that are stored without effect. */
  readonly record: readonly string[]
  /** Who answers for services that are not emulated here; left out: nobody. */
  readonly elsewhere?: CloudFormationServiceDeps['elsewhere']
  /** No other types are. */
  readonly strict: boolean
}

/** The services of this runtime. The code of each is loaded when it is first used: a start must not pay for it. */
export interface Services {
  readonly names: readonly ServiceName[]
  find(name: ServiceName): Promise<Service>
  /** In alphabetical order; CloudFormation, which works through all others, comes last. */
  all(): Promise<readonly Service[]>
  /** What the engines read of services, and what answers beside them. */
  readonly ports: EnginePorts
  /** Loads those to which an earlier process has left something unfinished, so that they go on with it. */
  resume(): Promise<void>
  /** Resolves when nothing of any service is under way any more. */
  close(): Promise<void>
}

export interface EnginePorts {
  cognito(): Promise<Pick<CognitoService, 'realms' | 'issuers' | 'documents' | 'secrets' | 'findRealm' | 'outbox'>>
  apiGateway(): Promise<Pick<ApiGatewayService, 'apis' | 'domains' | 'keys'>>
  httpApis(): Promise<HttpApiSource>
  cloudFormation(): Promise<Pick<CloudFormationService, 'atRest' | 'waitConditions' | 'customResources'>>
  iam(): Promise<Pick<IamService, 'judgeIdentity'>>
  lambda(): Promise<Pick<LambdaService, 'functions' | 'downloads' | 'urls'>>
  logs(): Promise<Pick<LogsService, 'writer'>>
}

type Create = (deps: ServicesDeps) => Promise<Service>

/** The services that nothing but requests ask for. */
const PLAIN = {
  ec2: async () => (await import('./ec2/index.ts')).createEc2Service(),
  ecr: async (deps) => (await import('./ecr/index.ts')).createEcrService(deps),
  kms: async (deps) => (await import('./kms/index.ts')).createKmsService(deps),
  route53: async (deps) => (await import('./route53/index.ts')).createRoute53Service(deps),
  s3: async (deps) => (await import('./s3/index.ts')).createS3Service(deps),
  secretsmanager: async (deps) => (await import('./secretsmanager/index.ts')).createSecretsManagerService(deps),
  ssm: async (deps) => (await import('./ssm/index.ts')).createSsmService(deps),
  sts: async (deps) => (await import('./sts/index.ts')).createStsService(deps),
} as const satisfies { readonly [name in ServiceName]?: Create }

/** Tells, without loading the service, whether an earlier process has left it something to do. */
const UNFINISHED: { readonly [name in ServiceName]?: (reader: Reader) => Promise<boolean> } = {
  cloudformation: hasUnfinishedOperations,
  'cognito-idp': hasLeftPools,
  lambda: hasUnfinishedWork,
  s3: hasLeftBlobs,
  states: hasUnfinishedExecutions,
}

export function createServices(deps: ServicesDeps): Services {
  const { store } = deps
  const isRecorded = recordingOf(deps.record)
  /** A service's life begins when it is loaded. */
  const living = <S extends Service>(create: (deps: ServicesDeps) => Promise<S>): Lazy<S> =>
    lazy(async () => {
      const service = await create(deps)
      await service.resume?.()
      return service
    })

  const apiGateway = living(async () => {
    const [{ createApiGatewayService }, checks] = await Promise.all([import('./apigateway/index.ts'), deps.checks()])
    return createApiGatewayService({ ...deps, checks, isRecorded })
  })
  const apiGatewayV2 = living(async () => {
    const [{ createApiGatewayV2Service }, checks] = await Promise.all([
      import('./apigatewayv2/index.ts'),
      deps.httpChecks(),
    ])
    return createApiGatewayV2Service({ ...deps, checks, isRecorded })
  })
  const iam = living(async () => (await import('./iam/index.ts')).createIamService(deps))
  const identities = async () => (await iam.get()).judgeIdentity
  const lambda = living(async () =>
    (await import('./lambda/index.ts')).createLambdaService({ ...deps, ...deps.hosting, identities, isRecorded }),
  )
  const functions = async () => (await lambda.get()).functions
  const cognito = living(async () => {
    const [{ AWS_RESOURCE_QUOTAS, createCognitoService }, clientTokens] = await Promise.all([
      import('./cognito/index.ts'),
      deps.clientTokens(),
    ])
    const quotas = deps.hasQuotas ? AWS_RESOURCE_QUOTAS : undefined
    return createCognitoService({ ...deps, clientTokens, functions, quotas })
  })
  const cognitoIdentity = living(async () =>
    (await import('./cognito-identity/index.ts')).createCognitoIdentityService({
      ...deps,
      issuers: async () => (await cognito.get()).issuers,
      isSignedIn: async (poolArn, claims) => (await cognito.get()).isSignedIn(poolArn, claims),
    }),
  )
  const states = living(async () =>
    (await import('./states/index.ts')).createStatesService({ ...deps, functions, isRecorded }),
  )
  const logs = living(async () => (await import('./logs/index.ts')).createLogsService(deps))
  const plain = Object.entries(PLAIN).map(([name, create]) => [name, living<Service>(create)] as const)
  const named: readonly (readonly [string, Lazy<Service>])[] = [
    ['apigateway', apiGateway],
    ['apigatewayv2', apiGatewayV2],
    ['cognito-identity', cognitoIdentity],
    ['cognito-idp', cognito],
    ['iam', iam],
    ['lambda', lambda],
    ['logs', logs],
    ['states', states],
    ...plain,
  ]
  const others = named.toSorted(([a], [b]) => (a < b ? -1 : 1))
  const cloudFormation = living(async () => {
    const [{ createCloudFormationService }, ...loaded] = await Promise.all([
      import('./cloudformation/index.ts'),
      ...others.map(([, service]) => service.get()),
    ])
    const resourceTypes = loaded.flatMap((service) => service.resourceTypes)
    return createCloudFormationService({ ...deps, reader: store, transact: store.transact, resourceTypes, functions })
  })
  const byName = new Map<string, Lazy<Service>>([...others, ['cloudformation', cloudFormation]])

  const find = (name: ServiceName): Promise<Service> => {
    const service = byName.get(name)
    return service ? service.get() : Promise.reject(new Error(`there is no service ${name}`))
  }

  return {
    names: [...byName.keys()] as ServiceName[],
    find,
    all: () => Promise.all([...byName.values()].map((service) => service.get())),
    ports: {
      cognito: cognito.get,
      apiGateway: apiGateway.get,
      httpApis: async () => (await apiGatewayV2.get()).httpApis,
      cloudFormation: cloudFormation.get,
      iam: iam.get,
      lambda: lambda.get,
      logs: logs.get,
    },
    async resume() {
      for (const [name, isUnfinished] of Object.entries(UNFINISHED)) {
        if (await isUnfinished(store)) await find(name as ServiceName)
      }
    },
    async close() {
      // A function that ends with the process has not failed at its task, and what it logs as it ends is still written.
      for (const first of [states, lambda]) await (await first.begun()?.catch(() => undefined))?.close?.()
      const begun = [...byName.values()].map((service) => service.begun()?.catch(() => undefined))
      await Promise.all(begun.map(async (service) => (await service)?.close?.()))
    },
  }
}
