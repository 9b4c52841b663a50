import {
  CreateFunctionCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { uniqueName } from '../support/names.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'
import { zipOf } from '../support/zip.ts'

const ACCOUNT = '333300000061'
const { cloudFormation, lambda, s3 } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const stacks = stacksOf(cloudFormation)
const { invoke, role } = functionsOf(lambda, ACCOUNT)

const functionOf = (Code: object, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Code, Handler: 'index.handler', Runtime: 'nodejs22.x', Role: role, ...more },
})
const templateOf = (fn: object) => ({ Resources: { Fn: fn }, Outputs: { Name: { Value: { Ref: 'Fn' } } } })

/** A stack with one function; the function's name. */
async function deployed(fn: object): Promise<{ readonly stack: string; readonly name: string; readonly id: string }> {
  const stack = uniqueName('stack')
  const made = await stacks.create(stack, templateOf(fn))
  expect(made.StackStatus, made.StackStatusReason).toBe('CREATE_COMPLETE')
  return { stack, name: outputsOf(made).Name ?? '', id: made.StackId ?? '' }
}

async function archiveOf(FunctionName: string): Promise<Buffer> {
  const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName }))
  return Buffer.from(await (await fetch(Code?.Location ?? '')).arrayBuffer())
}

describe('a function of a stack', () => {
  it('has tags that say which resource it is (lambda 2.1.2)', async () => {
    const { stack, name, id } = await deployed(functionOf({ ZipFile: '' }, { Tags: [{ Key: 'own', Value: 'x' }] }))
    const { Tags } = await lambda.send(new GetFunctionCommand({ FunctionName: name }))
    expect(Tags).toEqual({
      own: 'x',
      'aws:cloudformation:stack-name': stack,
      'aws:cloudformation:stack-id': id,
      'aws:cloudformation:logical-id': 'Fn',
    })
  })

  it('has permissions that are known by their statement (lambda 2.1.3)', async () => {
    const stack = await stacks.create(uniqueName('stack'), {
      Resources: {
        Fn: functionOf({ ZipFile: '' }),
        May: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { Ref: 'Fn' },
            Action: 'lambda:InvokeFunction',
            Principal: 'events.amazonaws.com',
          },
        },
      },
      Outputs: { Name: { Value: { Ref: 'Fn' } }, May: { Value: { Ref: 'May' } } },
    })
    const { Name, May } = outputsOf(stack)
    const { Policy = '' } = await lambda.send(new GetPolicyCommand({ FunctionName: Name }))
    expect(JSON.parse(Policy).Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([May])
  })

  it('keeps its code where other bytes lie under the same key (lambda 2.1.4)', async () => {
    const Bucket = uniqueName('code')
    await s3.send(new CreateBucketCommand({ Bucket }))
    const put = (Key: string, says: string) => {
      const Body = zipOf({ 'index.js': `exports.handler = async () => '${says}'` })
      return s3.send(new PutObjectCommand({ Bucket, Key, Body }))
    }
    const of = (S3Key: string, Description: string) => functionOf({ S3Bucket: Bucket, S3Key }, { Description })
    await put('a.zip', 'first')
    const { stack, name } = await deployed(of('a.zip', 'one'))
    await put('a.zip', 'second')
    expect((await stacks.update(stack, templateOf(of('a.zip', 'two')))).StackStatus).toBe('UPDATE_COMPLETE')
    expect((await invoke(name, {})).text).toBe('"first"')
    await put('b.zip', 'third')
    await stacks.update(stack, templateOf(of('b.zip', 'two')))
    expect((await invoke(name, {})).text).toBe('"third"')
  })
})

describe('code in a template', () => {
  it.each([
    ['nodejs22.x', 'index.js', 'exports.handler = async () => 1'],
    ['python3.13', 'index.py', 'def handler(event, context): return 1'],
  ])('of %s is stored as %s, and so its handler is in index (lambda 2.2.1)', async (Runtime, file, ZipFile) => {
    const { name } = await deployed(functionOf({ ZipFile }, { Runtime }))
    expect((await archiveOf(name)).includes(file)).toBe(true)
    expect((await invoke(name, {})).text).toBe('1')
    const elsewhere = await deployed(functionOf({ ZipFile }, { Runtime, Handler: 'app.handler' }))
    expect(JSON.parse((await invoke(elsewhere.name, {})).text).errorType).toBe('Runtime.ImportModuleError')
  })

  it('is of Node or Python only (lambda 2.2.1)', async () => {
    const made = await stacks.create(
      uniqueName('stack'),
      templateOf(functionOf({ ZipFile: '#!/bin/sh' }, { Runtime: 'provided.al2023' })),
    )
    expect(made.StackStatus).toMatch(/^ROLLBACK_/)
  })

  it('is CommonJS (lambda 2.2.2)', async () => {
    const ZipFile = "import fs from 'node:fs'\nexport const handler = async () => typeof fs"
    const { name } = await deployed(functionOf({ ZipFile }))
    const { errorType, errorMessage } = JSON.parse((await invoke(name, {})).text)
    expect([errorType, errorMessage]).toEqual([
      'Runtime.UserCodeSyntaxError',
      'SyntaxError: Cannot use import statement outside a module',
    ])
  })

  const ASKS = {
    'nodejs22.x': ["const r = require('cfn-response'); exports.handler = async () => r.SUCCESS", 'cfn-response'],
    'python3.13': ['import cfnresponse\ndef handler(event, context): return cfnresponse.SUCCESS', 'cfnresponse'],
  } as const

  it.each(Object.keys(ASKS) as (keyof typeof ASKS)[])(
    'of %s has the module for responses where it asks for it (lambda 2.2.3)',
    async (Runtime) => {
      const [ZipFile, module] = ASKS[Runtime]
      const asking = await deployed(functionOf({ ZipFile }, { Runtime }))
      expect((await invoke(asking.name, {})).text).toBe('"SUCCESS"')
      const other = await deployed(functionOf({ ZipFile: '' }, { Runtime }))
      expect((await archiveOf(other.name)).includes(module)).toBe(false)
    },
  )
})

describe('code of its own', () => {
  let Bucket: string
  beforeAll(async () => {
    Bucket = uniqueName('code')
    await s3.send(new CreateBucketCommand({ Bucket }))
  })

  it('is never given that module (lambda 2.2.3)', async () => {
    const FunctionName = uniqueName('fn')
    const Body = zipOf({ 'index.js': "require('cfn-response'); exports.handler = async () => 1" })
    await s3.send(new PutObjectCommand({ Bucket, Key: 'asks.zip', Body }))
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: role,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { S3Bucket: Bucket, S3Key: 'asks.zip' },
      }),
    )
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10 }, { FunctionName })
    expect(JSON.parse((await invoke(FunctionName, {})).text)).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringContaining("Cannot find module 'cfn-response'"),
    })
    const inStack = await deployed(functionOf({ S3Bucket: Bucket, S3Key: 'asks.zip' }))
    expect(JSON.parse((await invoke(inStack.name, {})).text).errorType).toBe('Runtime.ImportModuleError')
  })
})

it('a stack does not wait for what the function of a custom resource gives back (lambda 7.2.7)', async () => {
  const ZipFile = `const response = require('cfn-response')
    exports.handler = async (event, context) => {
      await response.send(event, context, response.SUCCESS, {}, 'made')
      throw new Error('nobody looks')
    }`
  const made = await stacks.create(uniqueName('stack'), {
    Resources: {
      Fn: functionOf({ ZipFile }),
      Made: { Type: 'Custom::Made', Properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] } } },
    },
    Outputs: { Made: { Value: { Ref: 'Made' } } },
  })
  expect([made.StackStatus, outputsOf(made).Made]).toEqual(['CREATE_COMPLETE', 'made'])
})
