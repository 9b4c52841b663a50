import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateFunctionCommand, InvokeCommand, PublishVersionCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { zipOf } from '../support/zip.ts'

const LANGUAGES = [
  {
    Runtime: 'nodejs22.x',
    file: 'index.mjs',
    program: (says: string) =>
      `import { says } from './lib/says.mjs'\nexport const handler = async () => says + '${says}'`,
    library: (says: string) => `export const says = '${says}'`,
    broken: 'export const handler = (',
  },
  {
    Runtime: 'python3.12',
    file: 'index.py',
    program: (says: string) => `from lib.says import says\ndef handler(event, context):\n  return says + '${says}'`,
    library: (says: string) => `says = '${says}'`,
    broken: 'def handler(',
  },
] as const

describe.each(LANGUAGES)('start --hot with $Runtime', ({ Runtime, file, program, library, broken }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-hot-'))
  const src = join(folder, 'src')
  let sallyport: SallyportProcess
  beforeAll(async () => {
    mkdirSync(join(src, 'lib'), { recursive: true })
    sallyport = await startSallyport({ args: ['--hot', `edited=${src}`, '--log-level', 'warn'] })
    const { lambda } = awsClients(sallyport)
    const ZipFile = zipOf({ [file]: program('uploaded'), [`lib/says${file.slice(5)}`]: library('') })
    const Role = 'arn:aws:iam::000000000000:role/any'
    const Handler = 'index.handler'
    for (const FunctionName of ['edited', 'other']) {
      await lambda.send(new CreateFunctionCommand({ FunctionName, Runtime, Handler, Role, Code: { ZipFile } }))
    }
  })
  afterAll(async () => {
    await sallyport?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const write = (text: string) => writeFileSync(join(src, file), text)
  const writeLibrary = (text: string) => writeFileSync(join(src, 'lib', `says${file.slice(5)}`), text)
  const call = async (FunctionName: string) => {
    const answer = await awsClients(sallyport).lambda.send(new InvokeCommand({ FunctionName }))
    return [answer.FunctionError, JSON.parse(answer.Payload?.transformToString() ?? '')]
  }

  it('runs the function from its directory, and no other function and no version', async () => {
    write(program('1'))
    writeLibrary(library('edit '))
    const { Version } = await awsClients(sallyport).lambda.send(new PublishVersionCommand({ FunctionName: 'edited' }))
    expect(await call('edited')).toEqual([undefined, 'edit 1'])
    expect(await call('other')).toEqual([undefined, 'uploaded'])
    expect(await call(`edited:${Version}`)).toEqual([undefined, 'uploaded'])
  })

  it('runs an edit at the next call, of whatever file', async () => {
    for (let edit = 2; edit < 7; edit++) {
      write(program(`${edit}`))
      expect(await call('edited')).toEqual([undefined, `edit ${edit}`])
    }
    writeLibrary(library('mend '))
    expect(await call('edited')).toEqual([undefined, 'mend 6'])
  })

  it('says what is wrong with an edit, and goes on with the next one', async () => {
    write(broken)
    expect(await call('edited')).toEqual([
      'Unhandled',
      expect.objectContaining({ errorType: expect.stringMatching(/SyntaxError/) }),
    ])
    write(program('7'))
    expect(await call('edited')).toEqual([undefined, 'mend 7'])
  })
})
