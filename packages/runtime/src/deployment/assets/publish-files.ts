import { readFile } from 'node:fs/promises'
import { isAwsError } from '../../kernel/errors.ts'
import type { Call } from '../../kernel/operation.ts'
import type { AssemblyStack, FileAsset } from '../assembly.ts'
import { DeploymentFailure } from '../failure.ts'
import type { Undertaking } from '../ports.ts'
import { zipDirectory } from './zip-directory.ts'

/** Puts a stack's assets where its template looks for them. They are named by their content: what is there stays. */
export async function publishFiles({ files, displayName }: AssemblyStack, undertaking: Undertaking): Promise<void> {
  for (const file of files) {
    undertaking.signal.throwIfAborted()
    const call = undertaking.ports.operationsIn(file.place)
    if (await isThere(call, file)) continue
    const bytes = await bytesOf(file, displayName)
    try {
      await call('s3', 'PutObject', { Bucket: file.bucketName, Key: file.objectKey, Body: bytes })
    } catch (error) {
      if (!isAwsError(error, 'NoSuchBucket')) throw error
      throw new DeploymentFailure(`the bucket ${file.bucketName} does not exist`, {
        stack: displayName,
        hint: 'Bootstrap the place as the app wants it: cdk bootstrap.',
      })
    }
    undertaking.tell({ event: 'asset', stack: displayName, name: file.name, bytes: bytes.length })
  }
}

async function isThere(call: Call, { bucketName, objectKey }: FileAsset): Promise<boolean> {
  try {
    await call('s3', 'HeadObject', { Bucket: bucketName, Key: objectKey })
    return true
  } catch (error) {
    if (isAwsError(error) && error.status === 404) return false
    throw error
  }
}

async function bytesOf({ path, isZipped, name }: FileAsset, stack: string): Promise<Buffer> {
  try {
    return isZipped ? await zipDirectory(path) : await readFile(path)
  } catch (error) {
    throw new DeploymentFailure(`the asset ${name} cannot be read: ${(error as Error).message}`, { stack })
  }
}
