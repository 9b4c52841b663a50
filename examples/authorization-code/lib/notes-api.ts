import * as apigw from 'aws-cdk-lib/aws-apigateway'
import { Construct } from 'constructs'
import type { People } from './people'

export interface NotesApiProps {
  readonly people: People
  /** Of the page that calls it. */
  readonly allowOrigin: string
}

/** `GET /notes`, for whoever has signed in and let the page read notes. */
export class NotesApi extends Construct {
  readonly url: string

  constructor(scope: Construct, id: string, { people, allowOrigin }: NotesApiProps) {
    super(scope, id)

    const cors = { 'method.response.header.Access-Control-Allow-Origin': `'${allowOrigin}'` }
    const api = new apigw.RestApi(this, 'api', {
      endpointTypes: [apigw.EndpointType.REGIONAL],
      defaultCorsPreflightOptions: { allowOrigins: [allowOrigin], allowHeaders: ['Authorization'] },
    })
    // So that the page can read why it was refused.
    api.addGatewayResponse('refusals', {
      type: apigw.ResponseType.DEFAULT_4XX,
      responseHeaders: { 'Access-Control-Allow-Origin': `'${allowOrigin}'` },
    })

    const authorizer = new apigw.CognitoUserPoolsAuthorizer(this, 'authorizer', { cognitoUserPools: [people.pool] })
    const integration = new apigw.MockIntegration({
      requestTemplates: { 'application/json': "{ 'statusCode': 200 }" },
      integrationResponses: [
        {
          statusCode: '200',
          responseParameters: cors,
          responseTemplates: { 'application/json': '{"of":"$context.authorizer.claims.username","notes":["milk"]}' },
        },
      ],
    })
    api.root.addResource('notes').addMethod('GET', integration, {
      authorizer,
      authorizationScopes: [people.readScope.scopeName],
      methodResponses: [
        { statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': true } },
      ],
    })

    this.url = api.url
  }
}
