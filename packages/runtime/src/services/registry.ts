import type { DefinitionChecks } from '../gateway/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { CallContext } from '../kernel/operation.ts'
import type { Place } from '../kernel/place.ts'
import type { Random } from '../kernel/random.ts'
import type { Service } from '../kernel/service.ts'
import type { Vault } from '../kernel/vault.ts'
import type { KeyPairSource } from '../oauth/keys/key-pair-source.ts'
import type { ClientTokens } from '../oauth/ports.ts'
import type { Store } from '../store/store.ts'
import { type ApiGatewayService, createApiGatewayService } from './apigateway/index.ts'
import { type CloudFormationService, createCloudFormationService } from './cloudformation/index.ts'
import { type CognitoService, createCognitoService } from './cognito/index.ts'
import { createEcrService } from './ecr/index.ts'
import { createIamService } from './iam/index.ts'
import { createKmsService } from './kms/index.ts'
import { createS3Service } from './s3/index.ts'
import { createSecretsManagerService } from './secretsmanager/index.ts'
import { createSsmService } from './ssm/index.ts'
import { createStsService } from './sts/index.ts'

/** Everything that the services together need; each takes its own part. */
export interface ServicesDeps {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
  readonly logger: Logger
  readonly keyPairs: KeyPairSource
  readonly clientTokens: ClientTokens
  /** The `iss` of a pool's tokens. */
  readonly issuerOf: (place: Place, poolId: string) => string
  /** What the data plane can serve. */
  readonly checks: DefinitionChecks
  /** Completes a context with the means to call operations. */
  readonly contextOf: (base: Omit<CallContext, 'call'>) => CallContext
  /** CloudFormation types that are stored without effect. */
  readonly record: readonly string[]
}

export interface Services {
  readonly all: readonly Service[]
  /** For the data planes. */
  readonly cognito: Omit<CognitoService, 'service'>
  readonly apiGateway: Omit<ApiGatewayService, 'service'>
  /** The work on stacks, which outlives the requests that ask for it. */
  readonly stacks: Omit<CloudFormationService, 'service'>
}

/** The services of this runtime, in alphabetical order. */
export function createServices(deps: ServicesDeps): Services {
  const apiGateway = createApiGatewayService(deps)
  const cognito = createCognitoService(deps)
  const others = [
    apiGateway.service,
    cognito.service,
    createEcrService(deps),
    createIamService(deps),
    createKmsService(deps),
    createS3Service(deps),
    createSecretsManagerService(deps),
    createSsmService(deps),
    createStsService(deps),
  ]
  const { service, ...stacks } = createCloudFormationService({
    ...deps,
    reader: deps.store,
    transact: deps.store.transact,
    resourceTypes: others.flatMap((other) => other.resourceTypes),
  })
  const all = [...others, service]
  return { all, cognito, apiGateway, stacks }
}
