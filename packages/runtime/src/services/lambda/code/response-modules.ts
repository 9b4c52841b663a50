/*
 * The modules that CloudFormation puts beside inline code which asks for them, as far as their interface is documented.
 * Both speak to whatever the response's address says. The one for Node gives a promise, so that handlers of Node 24 can
 * wait for it, and calls `context.done` where a context has that.
 */

export const NODE_RESPONSE_MODULE = `'use strict'
const http = require('http')
const https = require('https')

exports.SUCCESS = 'SUCCESS'
exports.FAILED = 'FAILED'

exports.send = (event, context, responseStatus, responseData, physicalResourceId, noEcho) =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({
      Status: responseStatus,
      Reason: 'See the details in CloudWatch Log Stream: ' + context.logStreamName,
      PhysicalResourceId: physicalResourceId || context.logStreamName,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
      NoEcho: noEcho || false,
      Data: responseData,
    })
    console.log('Response body:\\n', body)
    const url = new URL(event.ResponseURL)
    const finish = (settle, value) => {
      if (typeof context.done === 'function') context.done()
      settle(value)
    }
    const request = (url.protocol === 'http:' ? http : https).request(
      url,
      { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } },
      (response) => {
        console.log('Status code: ' + response.statusCode)
        response.resume()
        response.on('end', () => finish(resolve))
      },
    )
    request.on('error', (error) => {
      console.log('send(..) failed executing request: ' + error)
      finish(reject, error)
    })
    request.end(body)
  })
`

export const PYTHON_RESPONSE_MODULE = `import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
    body = json.dumps(
        {
            "Status": responseStatus,
            "Reason": reason or "See the details in CloudWatch Log Stream: {}".format(context.log_stream_name),
            "PhysicalResourceId": physicalResourceId or context.log_stream_name,
            "StackId": event["StackId"],
            "RequestId": event["RequestId"],
            "LogicalResourceId": event["LogicalResourceId"],
            "NoEcho": noEcho,
            "Data": responseData,
        }
    )
    print("Response body:")
    print(body)
    request = urllib.request.Request(
        event["ResponseURL"], data=body.encode("utf-8"), headers={"content-type": ""}, method="PUT"
    )
    try:
        with urllib.request.urlopen(request) as response:
            print("Status code:", response.status)
    except Exception as error:
        print("send(..) failed executing request:", error)
`
