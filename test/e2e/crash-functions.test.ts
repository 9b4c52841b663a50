import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { processesWith } from '../support/processes.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'
import { until } from '../support/until.ts'
import { zipOf } from '../support/zip.ts'

const Role = 'arn:aws:iam::000000000000:role/any'

let folder: string
let dataDir: string
let sallyport: SallyportProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-crash-functions-'))
  dataDir = join(folder, 'data')
})
afterEach(async () => {
  await sallyport?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A server that keeps nothing: after it, there is no next start on the same folder. */
async function startInMemory() {
  sallyport = await startSallyport({ args: ['--log-level', 'warn'] })
  return awsClients(sallyport)
}

async function start() {
  sallyport = await startSallyport({ dataDir, args: ['--log-level', 'warn'] })
  return awsClients(sallyport)
}
type Clients = Awaited<ReturnType<typeof start>>

async function restart(): Promise<Clients> {
  await sallyport?.kill()
  return start()
}

/** What functions write, line by line, from whichever process. */
const noted = (file: string) => {
  const path = join(folder, file)
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : []
}

/** Processes of functions of this data directory. */
const processes = () => processesWith(join(dataDir, 'functions'))

const NODE = `
const { appendFileSync, existsSync } = require('node:fs')
const { spawn } = require('node:child_process')
const note = (file, text) => appendFileSync('FOLDER/' + file, text + '\\n')
const leavesChild = () => spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref()
`
const nodeCode = (program: string) => ({
  Runtime: 'nodejs22.x' as const,
  Handler: 'index.handler',
  Role,
  Timeout: 60,
  Code: { ZipFile: zipOf({ 'index.js': NODE.replace('FOLDER', folder) + program }) },
})
const pythonCode = (program: string) => ({
  ...nodeCode(''),
  Runtime: 'python3.12' as const,
  Code: { ZipFile: zipOf({ 'index.py': program.replaceAll('FOLDER', folder) }) },
})

async function call({ lambda }: Clients, FunctionName: string) {
  const answer = await lambda.send(new InvokeCommand({ FunctionName }))
  return answer.Payload?.transformToString()
}

describe.skipIf(process.platform !== 'linux')('kill -9 of the server while a function', () => {
  const STUCK = {
    'of Node is in its init': () =>
      nodeCode(`leavesChild(); note('at', 'x')
        if (!existsSync('${folder}/restarted')) while (true);
        exports.handler = async () => 'well'`),
    'of Node runs': () =>
      nodeCode(`exports.handler = async () => {
        if (existsSync('${folder}/restarted')) return 'well'
        leavesChild(); note('at', 'x')
        while (true);
      }`),
    'of Node waits': () =>
      nodeCode(`exports.handler = async () => {
        if (existsSync('${folder}/restarted')) return 'well'
        leavesChild(); note('at', 'x')
        await new Promise((resolve) => setTimeout(resolve, 600_000))
      }`),
    'of Python runs': () =>
      pythonCode(`import os, subprocess
def handler(event, context):
  if os.path.exists('FOLDER/restarted'): return 'well'
  subprocess.Popen(['sleep', '600'], start_new_session=True)
  open('FOLDER/at', 'a').write('x')
  while True: pass`),
  }

  it.each(Object.keys(STUCK) as (keyof typeof STUCK)[])('%s: no process of it lives on', async (what) => {
    const before = await start()
    await before.lambda.send(new CreateFunctionCommand({ FunctionName: 'stuck', ...STUCK[what]() }))
    const cut = call(before, 'stuck').catch(() => 'cut off')
    await until('the function to be there', () => noted('at').length > 0)
    expect(processes().length).toBeGreaterThanOrEqual(2)

    const after = await restart()
    expect(await cut).toBe('cut off')
    // By itself: nobody has called a function yet.
    await until('the end of what was left', () => processes().length === 0, { withinMs: 5000 })
    writeFileSync(join(folder, 'restarted'), '')
    expect(await call(after, 'stuck')).toBe('"well"')
  })

  it('loops, of a server that keeps nothing: its processes end with it, and its folder goes', async () => {
    const clients = await startInMemory()
    const code = nodeCode(`exports.handler = async () => {
      leavesChild(); note('at', require('node:path').dirname(process.env.LAMBDA_RUNTIME_DIR))
      while (true);
    }`)
    await clients.lambda.send(new CreateFunctionCommand({ FunctionName: 'stuck', ...code }))
    const cut = call(clients, 'stuck').catch(() => 'cut off')
    await until('the function to be there', () => noted('at').length > 0)
    const [environments = ''] = noted('at')
    expect(processesWith(environments).length).toBeGreaterThanOrEqual(2)
    await sallyport?.kill()
    expect(await cut).toBe('cut off')
    await until('the end of its processes', () => processesWith(environments).length === 0, { withinMs: 5000 })
    await until('the end of its folder', () => !existsSync(dirname(environments)), { withinMs: 5000 })
  })

  it('fails at an event: the event is delivered again, until it is taken', async () => {
    const before = await start()
    const program = `exports.handler = async ({ id }) => {
      note('tries', id)
      if (!existsSync('${folder}/mended')) throw new Error('not yet')
      note('taken', id)
    }`
    await before.lambda.send(new CreateFunctionCommand({ FunctionName: 'events', ...nodeCode(program) }))
    const accepted: string[] = []
    for (let i = 0; i < 5; i++) {
      const Payload = JSON.stringify({ id: `event ${i}` })
      const { StatusCode } = await before.lambda.send(
        new InvokeCommand({ FunctionName: 'events', InvocationType: 'Event', Payload }),
      )
      expect(StatusCode).toBe(202)
      accepted.push(`event ${i}`)
    }
    await until('a failure', () => noted('tries').length > 0)
    await sallyport?.kill()
    writeFileSync(join(folder, 'mended'), '')
    await start()
    await until('all of them', () => new Set(noted('taken')).size === accepted.length)
    expect([...new Set(noted('taken'))].sort()).toEqual(accepted)
  })

  it('works for a custom resource: the stack goes on to its end', async () => {
    const program = `exports.handler = async (event) => {
      const { ResponseURL, RequestType, StackId, RequestId, LogicalResourceId, ResourceProperties } = event
      note('requests', RequestType + ' ' + RequestId)
      if (RequestType === 'Create' && !existsSync('${folder}/mended')) while (true);
      const Data = { Said: 'after the crash' }
      const body = JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'it', StackId, RequestId, LogicalResourceId, Data })
      note('responses', (await fetch(ResponseURL, { method: 'PUT', body: Buffer.from(body) })).status)
    }`
    const code = nodeCode(program)
    const template = {
      Resources: {
        Before: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/before', Type: 'String', Value: 'x' } },
        Made: {
          Type: 'Custom::Made',
          DependsOn: 'Before',
          Properties: { ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:maker', ServiceTimeout: 60 },
        },
      },
      Outputs: { Said: { Value: { 'Fn::GetAtt': ['Made', 'Said'] } } },
    }
    const before = await start()
    await before.lambda.send(new CreateFunctionCommand({ FunctionName: 'maker', ...code }))
    const { StackId = '' } = await before.cloudFormation.send(
      new CreateStackCommand({ StackName: 'made', TemplateBody: JSON.stringify(template) }),
    )
    await until('the request', () => noted('requests').length > 0)
    await sallyport?.kill()
    writeFileSync(join(folder, 'mended'), '')
    // On another port: the address for the response leads there.
    const after = await start()
    const stacks = stacksOf(after.cloudFormation)
    const stack = await stacks.settled(StackId)
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    expect(outputsOf(stack)).toEqual({ Said: 'after the crash' })
    expect(new Set(noted('requests')).size, 'the same request, again').toBe(1)
    expect((await stacks.delete(StackId)).StackStatus).toBe('DELETE_COMPLETE')
    expect(noted('responses')).toEqual(['200', '200'])
  })
})
