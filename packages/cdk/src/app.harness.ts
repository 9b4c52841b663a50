import * as cdk from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import { MachineToMachineApi, type MachineToMachineApiProps } from './index'

export const SCOPES = { 'orders/read': 'Read orders', 'orders/write': 'Place and cancel orders' }

export const ANSWER = new apigateway.MockIntegration({
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  integrationResponses: [{ statusCode: '200' }],
})

export interface AppOfApi {
  readonly app: cdk.App
  readonly stack: cdk.Stack
  readonly api: MachineToMachineApi
  template(): Template
}

/** An app with one API and, since API Gateway wants one, a route; aws-cdk-lib's own checks, which take long, are left out. */
export function appWith(props: Partial<MachineToMachineApiProps> = {}): AppOfApi {
  const app = new cdk.App({ builtinCloudFormationValidation: false })
  const stack = new cdk.Stack(app, 'Shop')
  const api = new MachineToMachineApi(stack, 'Orders', { ...(props.identity ? {} : { scopes: SCOPES }), ...props })
  api.addRoute('GET', '/orders', { scope: 'orders/read', integration: ANSWER })
  return { app, stack, api, template: () => Template.fromStack(stack) }
}
