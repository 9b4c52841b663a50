import * as cdk from 'aws-cdk-lib'
import { CfnMethod } from 'aws-cdk-lib/aws-apigateway'
import type { IConstruct } from 'constructs'

/**
 * Warns of methods that were added past `addRoute` and cannot do what their author means: those that anybody may call,
 * and those that nobody can.
 */
export class RouteReview implements cdk.IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnMethod) || node.httpMethod === 'OPTIONS') return
    const { authorizationType = 'NONE', authorizationScopes } = node
    if (authorizationType === 'NONE') {
      warn(node, 'openMethod', 'Anybody may call this method: it asks for no token. `addRoute` makes one that does.')
    }
    // Documented: apigateway-enable-cognito-user-pool. Without scopes, a token is taken for an identity token.
    if (authorizationType === 'COGNITO_USER_POOLS' && !authorizationScopes?.length) {
      const why = 'API Gateway takes only identity tokens where a method has no scope, and machines have none.'
      warn(node, 'methodWithoutScope', `No machine can call this method: ${why} \`addRoute\` asks for a scope.`)
    }
  }
}

function warn(node: IConstruct, id: string, message: string): void {
  cdk.Annotations.of(node).addWarningV2(`@sallyport/cdk:${id}`, message)
}
