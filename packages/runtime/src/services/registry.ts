import type { DefinitionChecks } from '../gateway/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { CallContext } from '../kernel/operation.ts'
import type { Place } from '../kernel/place.ts'
import type { Random } from '../kernel/random.ts'
import { recordingOf } from '../kernel/recording.ts'
import type { Service } from '../kernel/service.ts'
import type { Vault } from '../kernel/vault.ts'
import type { ClientTokens } from '../oauth/ports.ts'
import type { Leases } from '../store/leases.ts'
import type { Store } from '../store/store.ts'
import { type ApiGatewayService, createApiGatewayService } from './apigateway/index.ts'
import { type CloudFormationService, createCloudFormationService } from './cloudformation/index.ts'
import { type CognitoService, createCognitoService, type KeyPairSource } from './cognito/index.ts'
import { createEc2Service } from './ec2/index.ts'
import { createEcrService } from './ecr/index.ts'
import { createIamService } from './iam/index.ts'
import { createKmsService } from './kms/index.ts'
import { createLogsService, type LogsService } from './logs/index.ts'
import { createS3Service } from './s3/index.ts'
import { createSecretsManagerService } from './secretsmanager/index.ts'
import { createSsmService } from './ssm/index.ts'
import { createStsService } from './sts/index.ts'

export { createKeyPairSource } from './cognito/index.ts'

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
  readonly clientTokens: ClientTokens
  /** The `iss` of a pool's tokens. */
  readonly issuerOf: (place: Place, poolId: string) => string
  /** What the data plane can serve. */
  readonly checks: DefinitionChecks
  /** Completes a context with the means to call operations. */
  readonly contextOf: (base: Omit<CallContext, 'call'>) => CallContext
  /** CloudFormation types, and parts of emulated ones, that are stored without effect. */
  readonly record: readonly string[]
  /** No other types are. */
  readonly strict: boolean
}

export interface Services {
  /** In alphabetical order; CloudFormation, which works through all others, comes last. */
  readonly all: readonly Service[]
  /** What the engines read of services, and what answers beside them. */
  readonly ports: EnginePorts
}

export interface EnginePorts extends Pick<CognitoService, 'realms' | 'issuers' | 'documents'> {
  readonly apis: ApiGatewayService['apis']
  readonly waitConditions: CloudFormationService['waitConditions']
  readonly logs: LogsService['writer']
}

/** The services that nothing but requests ask for. */
const PLAIN: readonly ((deps: ServicesDeps) => Service)[] = [
  createEc2Service,
  createEcrService,
  createIamService,
  createKmsService,
  createS3Service,
  createSecretsManagerService,
  createSsmService,
  createStsService,
]

/** The services of this runtime. */
export function createServices(deps: ServicesDeps): Services {
  const isRecorded = recordingOf(deps.record)
  const apiGateway = createApiGatewayService({ ...deps, isRecorded })
  const cognito = createCognitoService({ ...deps, isRecorded })
  const logs = createLogsService(deps)
  const others = [apiGateway, cognito, logs, ...PLAIN.map((create) => create(deps))].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )
  const cloudFormation = createCloudFormationService({
    ...deps,
    reader: deps.store,
    transact: deps.store.transact,
    resourceTypes: others.flatMap((other) => other.resourceTypes),
  })
  const { realms, issuers, documents } = cognito
  const { waitConditions } = cloudFormation
  const ports = { realms, issuers, documents, apis: apiGateway.apis, waitConditions, logs: logs.writer }
  return { all: [...others, cloudFormation], ports }
}
