import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { classPathOf } from './class-path.ts'

const JAR = 'aws-lambda-java-runtime-interface-client-2.6.0.jar'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'java-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string): void {
  const whole = join(folder, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, '')
}

const classPath = (client?: string) => classPathOf('java21', join(folder, 'task'), join(folder, 'opt'), client)

it('looks in the function, its libraries and its layers, and in the folder of the client last', async () => {
  put(`client/${JAR}`)
  const wanted = ['task', 'task/lib/*', 'opt/java/lib/*', 'client/*'].map((path) => join(folder, path))
  expect(await classPath(join(folder, 'client'))).toBe(wanted.join(delimiter))
})

it.each([
  `task/lib/${JAR}`,
  `opt/java/lib/${JAR}`,
  'task/com/amazonaws/services/lambda/runtime/api/client/AWSLambda.class',
])('finds the runtime client in %s', async (path) => {
  put(path)
  expect(await classPath()).not.toContain('client')
})

it('says where to get the runtime client when nobody has it', async () => {
  put('task/lib/aws-lambda-java-core-1.2.3.jar')
  await expect(classPath()).rejects.toMatchObject({
    reason: 'not-runnable',
    message: expect.stringMatching(
      /com\.amazonaws:aws-lambda-java-runtime-interface-client.*the setting javaRuntimeClient names/,
    ),
  })
})
