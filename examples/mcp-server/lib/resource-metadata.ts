import * as apigateway from 'aws-cdk-lib/aws-apigateway'

const CONTENT_TYPE = 'method.response.header.Content-Type'

/** A method without a function that answers with what RFC 9728 has a protected resource say of itself. */
export function resourceMetadata(metadata: Readonly<Record<string, unknown>>) {
  const integration = new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [
      {
        statusCode: '200',
        responseParameters: { [CONTENT_TYPE]: "'application/json'" },
        responseTemplates: { 'application/json': JSON.stringify(metadata) },
      },
    ],
  })
  const options: apigateway.MethodOptions = {
    methodResponses: [{ statusCode: '200', responseParameters: { [CONTENT_TYPE]: true } }],
  }
  return { integration, options }
}
