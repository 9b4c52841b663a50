import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'

/**
 * One JSON object for each call, refused ones included, which tells who called. What callers write freely, such as
 * their user agent, is left out: API Gateway does not escape it.
 */
export function machineAccessLog(): AccessLogFormat {
  const line = {
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    clientId: AccessLogField.contextAuthorizerClaims('client_id'),
    apiKeyId: AccessLogField.contextIdentityApiKeyId(),
    sourceIp: AccessLogField.contextIdentitySourceIp(),
    method: AccessLogField.contextHttpMethod(),
    resource: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    refusal: AccessLogField.contextErrorResponseType(),
    integrationStatus: AccessLogField.contextIntegrationStatus(),
    latency: AccessLogField.contextResponseLatency(),
    integrationLatency: AccessLogField.contextIntegrationLatency(),
    length: AccessLogField.contextResponseLength(),
  }
  return AccessLogFormat.custom(JSON.stringify(line))
}
