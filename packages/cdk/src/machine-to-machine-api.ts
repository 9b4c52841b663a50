import * as cdk from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import type * as cognito from 'aws-cdk-lib/aws-cognito'
import * as logs from 'aws-cdk-lib/aws-logs'
import * as wafv2 from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import { machineAccessLog } from './access-log'
import { MachineIdentity } from './machine-identity'
import { Partner, type PartnerOptions } from './partner'
import { ROLE_FOR_LOGS, STAGE_WITHOUT_WEB_ACL } from './reviewed-rules'
import { RouteReview } from './route-review'
import { quoted } from './scope-names'

/** Properties of a `MachineToMachineApi`. */
export interface MachineToMachineApiProps {
  /**
   * What partners may be allowed to do: names as tokens carry them, `{resource server}/{scope}`, with descriptions.
   *
   * @example { 'orders/read': 'Read orders', 'orders/write': 'Place and cancel orders' }
   * @default - those of `identity`, which is needed then
   */
  readonly scopes?: { [name: string]: string }

  /**
   * The first label of `https://{prefix}.auth.{region}.amazoncognito.com`, where tokens are asked for.
   *
   * @default - `m2m-` and eight digits of the stack's id, unless there is a custom domain
   */
  readonly domainPrefix?: string

  /**
   * A host name of your own instead of the prefix.
   *
   * @default - a prefix
   */
  readonly customDomain?: cognito.CustomDomainOptions

  /**
   * The pool, scopes and domain of another API, to share them.
   *
   * @default - its own, of `scopes`, `domainPrefix` and `customDomain`
   */
  readonly identity?: MachineIdentity

  /**
   * Whether the calls of each partner are counted, so that `throttle` and `quota` can limit them. Each partner has an API
   * key then, and sends it as `x-api-key` beside its token: API Gateway counts by key.
   *
   * @default false
   */
  readonly meterPartners?: boolean

  /**
   * How often all partners together may call.
   *
   * @default - what AWS allows the account in its region
   */
  readonly throttle?: apigateway.ThrottleSettings

  /**
   * The stage, which is the first segment of paths.
   *
   * @default 'prod'
   */
  readonly stageName?: string

  /**
   * How long the access log is kept: who called what, and how it was answered.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly accessLogRetention?: logs.RetentionDays

  /**
   * Whether the stack sets the role with which API Gateway writes logs. AWS keeps one for each account and region, so
   * only one stack should; the role remains when the stack goes.
   *
   * @default true
   */
  readonly cloudWatchRole?: boolean

  /**
   * The ARN of a regional web ACL to put before the API.
   *
   * @default - none
   */
  readonly webAclArn?: string

  /**
   * What happens to the user pool and the access log when they leave the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: cdk.RemovalPolicy

  /**
   * Whatever else a REST API takes. What stands here wins.
   *
   * @default - a regional API that validates requests and logs errors
   */
  readonly restApiProps?: apigateway.RestApiProps
}

/** What a route asks of its callers, and who answers them. */
export interface RouteOptions {
  /** The scope that a token needs: a name that was declared. */
  readonly scope: string

  /**
   * Scopes that do as well. One is enough: API Gateway cannot ask for two at once.
   *
   * @default - none
   */
  readonly alternativeScopes?: string[]

  /** Who answers. */
  readonly integration: apigateway.Integration

  /**
   * Whatever else a method takes, such as request models.
   *
   * @default - none
   */
  readonly methodOptions?: apigateway.MethodOptions
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ANY']

/**
 * A REST API for partners, devices and services that get their tokens with OAuth 2.0 client credentials. Each route asks
 * for a scope; each partner has credentials in a secret, and limits of its own where calls are metered.
 *
 * @example
 * const orders = new MachineToMachineApi(this, 'Orders', {
 *   scopes: { 'orders/read': 'Read orders', 'orders/write': 'Place and cancel orders' },
 * });
 * orders.addRoute('GET', '/orders/{id}', { scope: 'orders/read', integration: new apigateway.LambdaIntegration(readOrder) });
 * orders.addPartner('acme', { scopes: ['orders/read'] });
 */
export class MachineToMachineApi extends Construct {
  /** Who gets tokens. */
  readonly identity: MachineIdentity

  /** The API. Methods that are added to it without `addRoute` are closed, unless they say otherwise. */
  readonly restApi: apigateway.RestApi

  /** Asks the pool's tokens of callers. */
  readonly authorizer: apigateway.CognitoUserPoolsAuthorizer

  /** Where each call leaves a line. */
  readonly accessLog: logs.LogGroup

  /** Where a partner posts `grant_type=client_credentials`. */
  readonly tokenEndpoint: string

  /** The address of the stage, with a slash at its end. */
  readonly url: string

  private readonly metered: boolean
  private readonly validator: apigateway.RequestValidator
  private readonly partners: Construct
  private readonly routes = new Set<string>()

  constructor(scope: Construct, id: string, props: MachineToMachineApiProps) {
    super(scope, id)
    this.metered = props.meterPartners ?? false
    this.identity = this.identityOf(props)
    this.tokenEndpoint = this.identity.tokenEndpoint
    this.authorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'Authorizer', {
      cognitoUserPools: [this.identity.userPool],
    })
    this.accessLog = new logs.LogGroup(this, 'AccessLog', {
      retention: props.accessLogRetention ?? logs.RetentionDays.THREE_MONTHS,
      removalPolicy: props.removalPolicy ?? cdk.RemovalPolicy.RETAIN,
    })
    this.restApi = this.makeRestApi(props)
    this.url = this.restApi.url
    this.validator = new apigateway.RequestValidator(this, 'Validator', {
      restApi: this.restApi,
      validateRequestBody: true,
      validateRequestParameters: true,
    })
    this.partners = new Construct(this, 'Partners')
    this.protectStage(props.webAclArn)
    cdk.Aspects.of(this.restApi).add(new RouteReview())
  }

  /**
   * Answers calls of a method and a path, for tokens with the scope.
   *
   * @param method `GET`, `POST`, … or `ANY`
   * @param path beginning with a slash; segments in braces are parameters: `/orders/{id}`, `/files/{path+}`
   * @param options what is asked of callers, and who answers
   */
  addRoute(method: string, path: string, options: RouteOptions): apigateway.Method {
    const route = `${method} ${path}`
    if (!METHODS.includes(method)) this.refuse(`'${method}' is no method. There are: ${METHODS.join(', ')}.`)
    if (!path.startsWith('/')) this.refuse(`the path of '${route}' has to begin with a slash.`)
    if (this.routes.has(route)) this.refuse(`there is already a route '${route}'.`)
    const scopes = [options.scope, ...(options.alternativeScopes ?? [])]
    const unknown = scopes.filter((name) => !this.identity.scopes.includes(name))
    if (unknown.length > 0) {
      this.refuse(`'${route}' asks for ${quoted(unknown)}. Scopes are: ${quoted(this.identity.scopes)}.`)
    }
    this.routes.add(route)
    return this.restApi.root.resourceForPath(path).addMethod(method, options.integration, {
      requestValidator: this.validator,
      ...options.methodOptions,
      authorizer: this.authorizer,
      authorizationScopes: scopes,
      apiKeyRequired: this.metered,
    })
  }

  /**
   * Lets somebody get tokens, and so call the routes whose scopes it has.
   *
   * @param name names the partner in the stack, and its client: to change it takes the credentials away and makes new ones
   * @param options what the partner may, and how often
   */
  addPartner(name: string, options: PartnerOptions): Partner {
    if (this.partners.node.tryFindChild(name)) this.refuse(`there is already a partner '${name}'.`)
    const meteredStage = this.metered ? this.restApi.deploymentStage : undefined
    return new Partner(this.partners, name, { ...options, identity: this.identity, meteredStage })
  }

  private refuse(problem: string): never {
    throw new Error(`${this.node.path}: ${problem}`)
  }

  private identityOf(props: MachineToMachineApiProps): MachineIdentity {
    const { identity, scopes, domainPrefix, customDomain, removalPolicy } = props
    if (!identity) {
      if (!scopes) this.refuse("give 'scopes', or the 'identity' of another API.")
      return new MachineIdentity(this, 'Identity', { scopes, domainPrefix, customDomain, removalPolicy })
    }
    if (scopes || domainPrefix || customDomain) {
      this.refuse("'scopes', 'domainPrefix' and 'customDomain' belong to 'identity', which is given already.")
    }
    return identity
  }

  private makeRestApi(props: MachineToMachineApiProps): apigateway.RestApi {
    const { restApiProps, cloudWatchRole = true, stageName, throttle } = props
    const restApi = new apigateway.RestApi(this, 'Api', {
      restApiName: cdk.Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole,
      ...(cloudWatchRole && { cloudWatchRoleRemovalPolicy: cdk.RemovalPolicy.RETAIN }),
      defaultMethodOptions: { authorizer: this.authorizer },
      ...restApiProps,
      deployOptions: {
        stageName: stageName ?? 'prod',
        accessLogDestination: new apigateway.LogGroupLogDestination(this.accessLog),
        accessLogFormat: machineAccessLog(),
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        metricsEnabled: true,
        throttlingRateLimit: throttle?.rateLimit,
        throttlingBurstLimit: throttle?.burstLimit,
        ...restApiProps?.deployOptions,
      },
    })
    const role = restApi.node.tryFindChild('CloudWatchRole')
    if (role) cdk.Validations.of(role).acknowledge(...ROLE_FOR_LOGS)
    return restApi
  }

  private protectStage(webAclArn: string | undefined): void {
    const stage = this.restApi.deploymentStage
    if (webAclArn === undefined) {
      cdk.Validations.of(stage).acknowledge(...STAGE_WITHOUT_WEB_ACL)
      return
    }
    new wafv2.CfnWebACLAssociation(this, 'WebAcl', { resourceArn: stage.stageArn, webAclArn })
  }
}
