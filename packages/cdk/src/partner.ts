import * as cdk from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import type * as iam from 'aws-cdk-lib/aws-iam'
import type * as kms from 'aws-cdk-lib/aws-kms'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { MachineIdentity } from './machine-identity'
import { SECRET_OF_A_CLIENT } from './reviewed-rules'

/** What a partner may, and how often. */
export interface PartnerOptions {
  /** The scopes that the partner may ask tokens for: names that were declared. */
  readonly scopes: string[]

  /**
   * How often the partner may call, of an API that meters its partners.
   *
   * @default - not limited beyond what the API allows all partners together
   */
  readonly throttle?: apigateway.ThrottleSettings

  /**
   * How many calls the partner has in a day, week or month, of an API that meters its partners.
   *
   * @default - not limited
   */
  readonly quota?: apigateway.QuotaSettings

  /**
   * How long its tokens are good for: five minutes to a day. A token cannot be revoked, only outlived.
   *
   * @default Duration.hours(1)
   */
  readonly accessTokenValidity?: cdk.Duration

  /**
   * The name of the secret with the partner's credentials.
   *
   * @default - a name made by CloudFormation
   */
  readonly secretName?: string

  /**
   * The key that encrypts the secret.
   *
   * @default - the account's own key for Secrets Manager
   */
  readonly encryptionKey?: kms.IKey
}

/** Properties of a `Partner`. */
export interface PartnerProps extends PartnerOptions {
  /** Whose tokens the partner gets. */
  readonly identity: MachineIdentity

  /**
   * The stage that counts the partner's calls.
   *
   * @default - calls are not counted, and the partner has no API key
   */
  readonly meteredStage?: apigateway.Stage
}

/**
 * One who calls: an app client that gets tokens for some scopes, and a secret with its credentials. Where calls are
 * metered, an API key with a usage plan besides.
 *
 * The secret is a JSON object with `clientId`, `clientSecret`, `tokenEndpoint` and `scope`, as a token request needs
 * them, and the `apiKeyId`, if there is one.
 */
export class Partner extends Construct {
  /** The app client. */
  readonly client: cognito.UserPoolClient

  /** The id of the app client, which access logs and events name as `client_id`. */
  readonly clientId: string

  /** The secret with the credentials. */
  readonly secret: secretsmanager.Secret

  /** The key that the partner sends as `x-api-key`. It tells whose calls to count; what is allowed, the token tells. */
  readonly apiKey?: apigateway.ApiKey

  /** How often the partner may call. */
  readonly usagePlan?: apigateway.UsagePlan

  constructor(scope: Construct, id: string, props: PartnerProps) {
    super(scope, id)
    this.check(props)
    this.client = this.makeClient(props)
    this.clientId = this.client.userPoolClientId
    if (props.meteredStage) {
      this.apiKey = new apigateway.ApiKey(this, 'ApiKey', { description: `Counts the calls of ${id}` })
      this.usagePlan = this.makePlan(props.meteredStage, this.apiKey, props)
    }
    this.secret = this.makeSecret(props)
  }

  /**
   * Lets an identity of this account read the credentials.
   *
   * @param grantee a role, a function, …
   */
  grantReadSecret(grantee: iam.IGrantable): iam.Grant {
    return this.secret.grantRead(grantee)
  }

  /**
   * Lets an identity of this account read the value of the API key.
   *
   * @param grantee a role, a function, …
   */
  grantReadApiKey(grantee: iam.IGrantable): iam.Grant {
    if (!this.apiKey) throw new Error(`${this.node.path}: the partner has no API key, since its calls are not metered.`)
    return this.apiKey.grantRead(grantee)
  }

  private check({ scopes, throttle, quota, meteredStage }: PartnerProps): void {
    const path = this.node.path
    // Documented: CreateUserPoolClient, ClientName.
    if (!/^[\w\s+=,.@-]{1,128}$/.test(this.node.id)) {
      throw new Error(`${path}: a partner's name has 1 to 128 letters, digits, spaces and any of _+=,.@-`)
    }
    if (scopes.length === 0) throw new Error(`${path}: 'scopes' needs at least one scope.`)
    const twice = scopes.find((name, index) => scopes.indexOf(name) !== index)
    if (twice !== undefined) throw new Error(`${path}: the scope '${twice}' is named twice.`)
    if ((throttle || quota) && !meteredStage) {
      throw new Error(
        `${path}: API Gateway counts the calls of one partner by API key. Give the API 'meterPartners: true', or the partner neither 'throttle' nor 'quota'.`,
      )
    }
  }

  private makeClient({ identity, scopes, accessTokenValidity }: PartnerProps): cognito.UserPoolClient {
    const client = new cognito.UserPoolClient(this, 'Client', {
      userPool: identity.userPool,
      userPoolClientName: this.node.id,
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: scopes.map((name) => identity.oAuthScope(name)) },
      accessTokenValidity: accessTokenValidity ?? cdk.Duration.hours(1),
    })
    // Left out, Cognito would allow users to sign in (documented: CreateUserPoolClient, ExplicitAuthFlows); with no flow at
    // all in the list, the construct would leave it out.
    this.resourceOf(client).explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH']
    return client
  }

  private makePlan(stage: apigateway.Stage, key: apigateway.ApiKey, { throttle, quota }: PartnerOptions) {
    const plan = new apigateway.UsagePlan(this, 'UsagePlan', {
      apiStages: [{ api: stage.restApi, stage }],
      description: `What ${this.node.id} may call`,
      throttle,
      quota,
    })
    plan.addApiKey(key)
    return plan
  }

  private makeSecret({ identity, scopes, secretName, encryptionKey }: PartnerProps): secretsmanager.Secret {
    // The client's own attribute, and not `userPoolClientSecret`, which would need a function to look it up and would show
    // what it finds to whoever reads the stack (observed: github.com/aws/aws-cdk/issues/28785).
    const clientSecret = cdk.SecretValue.resourceAttribute(this.resourceOf(this.client).attrClientSecret)
    const text = (value: string) => cdk.SecretValue.unsafePlainText(value)
    const secret = new secretsmanager.Secret(this, 'Secret', {
      description: `How ${this.node.id} gets tokens`,
      secretName,
      encryptionKey,
      secretObjectValue: {
        clientId: text(this.clientId),
        clientSecret,
        tokenEndpoint: text(identity.tokenEndpoint),
        scope: text(scopes.join(' ')),
        ...(this.apiKey && { apiKeyId: text(this.apiKey.keyId) }),
      },
    })
    cdk.Validations.of(secret).acknowledge(...SECRET_OF_A_CLIENT)
    return secret
  }

  private resourceOf(client: cognito.UserPoolClient): cognito.CfnUserPoolClient {
    return client.node.defaultChild as cognito.CfnUserPoolClient
  }
}
