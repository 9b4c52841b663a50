import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { InvalidEntrypoint } from '../runtime.ts'

/** The function's own, or that of a layer; a folder of that name is none. Throws an {@link InvalidEntrypoint}. */
export async function findBootstrap(taskRoot: string, optRoot: string): Promise<string> {
  for (const [root, onAws] of [
    [taskRoot, '/var/task'],
    [optRoot, '/opt'],
  ] as const) {
    const path = join(root, 'bootstrap')
    const found = await stat(path).catch(() => undefined)
    if (!found?.isFile()) continue
    if (await isExecutable(path)) return path
    // Observed: awslabs/aws-lambda-dart-runtime#20.
    throw new InvalidEntrypoint(`fork/exec ${onAws}/bootstrap: permission denied`)
  }
  // Observed: aws/aws-lambda-dotnet#1671.
  throw new InvalidEntrypoint("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]")
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
