import { AwsError, isAwsError, notEmulated } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { checkArchive } from './zip.ts'

export interface CodeSource {
  readonly ZipFile?: Uint8Array
  readonly S3Bucket?: string
  readonly S3Key?: string
  readonly S3ObjectVersion?: string
  readonly S3ObjectStorageMode?: string
  readonly ImageUri?: string
  readonly SourceKMSKeyArn?: string
}

/** The archive that a request gives or points to: as on AWS, what lies in S3 is copied now. */
export async function readSource(source: CodeSource, call: CallContext['call']): Promise<Buffer> {
  if (source.ImageUri !== undefined) throw notEmulated('A function from a container image (ImageUri)')
  if (source.S3ObjectStorageMode === 'REFERENCE') throw notEmulated('Code that stays in S3 (S3ObjectStorageMode)')
  if (source.SourceKMSKeyArn !== undefined) throw notEmulated('An encrypted archive (SourceKMSKeyArn)')
  const bytes = source.ZipFile === undefined ? await fromS3(source, call) : direct(source.ZipFile)
  checkArchive(bytes)
  return bytes
}

/** Documented, of what is uploaded with a request; recorded: the text, and that it bears no `Type`. */
const MOST_ZIPPED = 52_428_800

function direct(archive: Uint8Array): Buffer {
  if (archive.length < MOST_ZIPPED) return bufferOf(archive)
  throw new AwsError('RequestEntityTooLargeException', `Zipped size must be smaller than ${MOST_ZIPPED} bytes`, {
    status: 413,
  })
}

async function fromS3({ S3Bucket, S3Key, S3ObjectVersion }: CodeSource, call: CallContext['call']): Promise<Buffer> {
  if (S3Bucket === undefined || S3Key === undefined)
    throw invalidParameter('Please provide a source for function code.')
  try {
    const { Body } = await call('s3', 'GetObject', { Bucket: S3Bucket, Key: S3Key, VersionId: S3ObjectVersion })
    return Body === undefined ? Buffer.alloc(0) : bufferOf(Body)
  } catch (error) {
    throw isAwsError(error) ? notRead(error) : error
  }
}

/** Recorded for keys and buckets. */
function notRead(error: AwsError): AwsError {
  if (error.code === 'NotImplementedException') return error
  return invalidParameter(
    `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
  )
}

export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
