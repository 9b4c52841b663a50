import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { sendBytes } from '../support/raw-http.ts'
import { zipOf } from '../support/zip.ts'

const origin = inject('origin')
const ACCOUNT = '333300000042'
const { lambda } = awsClients({ origin, account: ACCOUNT })

/** What a function of Node gets by `fetch`: a status, or why there is none. */
async function reachedByFunction(url: string): Promise<string> {
  const FunctionName = uniqueName('reach')
  const code = `exports.handler = ({ url }) =>
    fetch(url).then(({ status }) => String(status), (error) => String(error.cause?.message ?? error))`
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${ACCOUNT}:role/r`,
      Code: { ZipFile: zipOf({ 'index.js': code }) },
      Timeout: 20,
    }),
  )
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ url }) }))
  return JSON.parse(Buffer.from(Payload ?? []).toString()) as string
}

it('a function reaches what is emulated under the names of AWS, and no other of them', async () => {
  expect(await reachedByFunction('https://none.lambda-url.us-east-1.on.aws/')).toBe('403')
  expect(await reachedByFunction('https://sqs.us-east-1.amazonaws.com/')).toContain(
    'sqs.us-east-1.amazonaws.com:443 is a name of AWS (sqs) that is not emulated',
  )
})

it('a function is let through to others, who may be nobody', async () => {
  expect(await reachedByFunction('https://nobody.invalid/')).toMatch(/502 .*nobody\.invalid:443: /)
})

it.each([undefined, `Basic ${Buffer.from('functions:guess').toString('base64')}`])(
  'whoever shows %j is not',
  async (authorization) => {
    const shown = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`
    const { answer } = await sendBytes(origin, `CONNECT nobody.invalid:443 HTTP/1.1\r\nHost: x\r\n${shown}\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toContain('nobody.invalid:443 is not emulated by Sallyport; --proxy-passthrough lets it through.')
  },
)
