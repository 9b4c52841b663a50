import * as cdk from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { checkDomainPrefix, uniqueDomainPrefix } from './domain-prefix'
import { POOL_WITHOUT_USERS } from './reviewed-rules'
import { quoted, readScopeName, type ScopeName } from './scope-names'

/** Properties of a `MachineIdentity`. */
export interface MachineIdentityProps {
  /**
   * What machines may be allowed to do: names as tokens carry them, `{resource server}/{scope}`, with descriptions. A
   * resource server of Cognito is made for each name before the last slash.
   *
   * @example { 'orders/read': 'Read orders', 'orders/write': 'Place and cancel orders' }
   */
  readonly scopes: { [name: string]: string }

  /**
   * The first label of `https://{prefix}.auth.{region}.amazoncognito.com`, where tokens are asked for. It has to be
   * unique in its region, among all accounts.
   *
   * @default - `m2m-` and eight digits of the stack's id, unless there is a custom domain
   */
  readonly domainPrefix?: string

  /**
   * A host name of your own instead of the prefix, with a certificate in us-east-1. Point its DNS record to
   * `domain.cloudFrontEndpoint`.
   *
   * @default - a prefix
   */
  readonly customDomain?: cognito.CustomDomainOptions

  /**
   * What Cognito charges for and offers besides. Tokens for machines need none of it.
   *
   * @default - Cognito's own default
   */
  readonly featurePlan?: cognito.FeaturePlan

  /**
   * What happens to the user pool when it leaves the stack. With it go the ids and secrets of all partners, so unless it
   * is `DESTROY`, the pool is protected from deletion as well.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: cdk.RemovalPolicy
}

/**
 * Who gets tokens, and for what: a user pool without users, its resource servers, and the domain with its token
 * endpoint. Several APIs can share one.
 */
export class MachineIdentity extends Construct {
  /** The pool. Nobody can sign up. */
  readonly userPool: cognito.UserPool

  /** The domain that tokens are asked for at. */
  readonly domain: cognito.UserPoolDomain

  /** Where a client posts `grant_type=client_credentials`. */
  readonly tokenEndpoint: string

  /** The names of all scopes, in the order of their declaration. */
  readonly scopes: string[]

  private readonly oAuthScopes: ReadonlyMap<string, cognito.OAuthScope>

  constructor(scope: Construct, id: string, props: MachineIdentityProps) {
    super(scope, id)
    const names = this.readScopes(props.scopes)
    this.userPool = this.makePool(props)
    this.oAuthScopes = this.makeScopes(names, props.scopes)
    this.scopes = names.map(({ full }) => full)
    this.domain = this.userPool.addDomain('Domain', this.domainOptions(props))
    this.tokenEndpoint = `${this.domain.baseUrl()}/oauth2/token`
  }

  /**
   * The scope of this name, for clients that are not partners. A name that was not declared is an error.
   *
   * @param name as tokens carry it
   */
  oAuthScope(name: string): cognito.OAuthScope {
    const found = this.oAuthScopes.get(name)
    if (!found) throw new Error(`${this.node.path}: there is no scope '${name}'. There are: ${quoted(this.scopes)}.`)
    return found
  }

  private readScopes(scopes: { [name: string]: string }): ScopeName[] {
    const names = Object.keys(scopes)
    if (names.length === 0) throw new Error(`${this.node.path}: 'scopes' needs at least one scope.`)
    return names.map((name) => {
      const read = cdk.Token.isUnresolved(name) ? 'its name has to be known at synthesis' : readScopeName(name)
      if (typeof read === 'string') throw new Error(`${this.node.path}: '${name}' is no name of a scope: ${read}.`)
      // Documented: ResourceServerScopeType.ScopeDescription.
      const length = scopes[name]?.length ?? 0
      if (length < 1 || length > 256) {
        throw new Error(`${this.node.path}: the description of '${name}' needs 1 to 256 characters.`)
      }
      return read
    })
  }

  private makePool({ featurePlan, removalPolicy = cdk.RemovalPolicy.RETAIN }: MachineIdentityProps): cognito.UserPool {
    const userPool = new cognito.UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      accountRecovery: cognito.AccountRecovery.NONE,
      enableSmsRole: false,
      featurePlan,
      removalPolicy,
      deletionProtection: removalPolicy !== cdk.RemovalPolicy.DESTROY,
    })
    cdk.Validations.of(userPool).acknowledge(...POOL_WITHOUT_USERS)
    return userPool
  }

  private makeScopes(names: readonly ScopeName[], descriptions: { [name: string]: string }) {
    const made = new Map<string, cognito.OAuthScope>()
    for (const identifier of new Set(names.map(({ server }) => server))) {
      const ofServer = names
        .filter(({ server }) => server === identifier)
        .map(({ full, scope }) => ({ full, scopeName: scope, scopeDescription: descriptions[full] ?? '' }))
      const server = new cognito.UserPoolResourceServer(this, `ResourceServer-${identifier}`, {
        userPool: this.userPool,
        identifier,
        scopes: ofServer.map((options) => new cognito.ResourceServerScope(options)),
      })
      for (const options of ofServer) {
        const scope = new cognito.ResourceServerScope(options)
        made.set(options.full, cognito.OAuthScope.resourceServer(server, scope))
      }
    }
    return made
  }

  private domainOptions({ domainPrefix, customDomain }: MachineIdentityProps): cognito.UserPoolDomainOptions {
    if (domainPrefix !== undefined && customDomain !== undefined) {
      throw new Error(`${this.node.path}: give either 'domainPrefix' or 'customDomain'.`)
    }
    if (customDomain !== undefined) return { customDomain }
    const problem = domainPrefix === undefined ? undefined : checkDomainPrefix(domainPrefix)
    if (problem) throw new Error(`${this.node.path}: '${domainPrefix}' cannot be a domain prefix: ${problem}.`)
    return { cognitoDomain: { domainPrefix: domainPrefix ?? uniqueDomainPrefix(this) } }
  }
}
