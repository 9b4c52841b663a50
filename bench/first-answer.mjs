// Starts AWS in this process and asks it for something, as the first line of a test does.
import { startSallyport } from 'sallyport/testing'

const aws = await startSallyport()
const { status } = await aws.fetch('https://cognito-idp.us-east-1.amazonaws.com/', {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools',
    authorization:
      'AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: '{"MaxResults": 1}',
})
await aws.close()
if (status !== 200) throw new Error(`answered ${status}`)
