import { access, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { FunctionRefusal } from '../../../kernel/functions.ts'

const CLIENT = 'aws-lambda-java-runtime-interface-client'
export const CLIENT_CLASS = 'com.amazonaws.services.lambda.runtime.api.client.AWSLambda'

/**
 * Where Java looks: in the function, its `lib` folder and its layers, as on AWS (documented: java-package), then where
 * the user keeps the runtime client. Throws a `FunctionRefusal` where the client is in none of them.
 */
export async function classPathOf(
  runtime: string,
  taskRoot: string,
  optRoot: string,
  clientFolder: string | undefined,
): Promise<string> {
  const folders = [join(taskRoot, 'lib'), join(optRoot, 'java', 'lib'), ...(clientFolder ? [clientFolder] : [])]
  if (!(await hasClient(taskRoot, folders))) {
    throw new FunctionRefusal(
      'not-runnable',
      `Functions of ${runtime} run here through AWS's own runtime client, com.amazonaws:${CLIENT}, which is neither ` +
        'in the function nor in a folder that the setting javaRuntimeClient names. Put its jar there with ' +
        'those that it needs, for example with mvn dependency:copy-dependencies.',
    )
  }
  return [taskRoot, ...folders.map((folder) => join(folder, '*'))].join(delimiter)
}

async function hasClient(taskRoot: string, folders: readonly string[]): Promise<boolean> {
  const asClass = join(taskRoot, ...CLIENT_CLASS.split('.')).concat('.class')
  const isThere = await access(asClass).then(
    () => true,
    () => false,
  )
  if (isThere) return true
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [])
    if (names.some((name) => name.startsWith(CLIENT) && name.endsWith('.jar'))) return true
  }
  return false
}
