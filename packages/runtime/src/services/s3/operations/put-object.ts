import { notEmulated } from '../../../kernel/errors.ts'
import { checksumToWire, verifyBytes } from '../checksums.ts'
import { checkWriteConditions } from '../conditions.ts'
import { operation } from '../deps.ts'
import { checkKey, encryptionToWire, settingsOf } from '../object-settings.ts'
import { addVersion, madeVersionId } from '../object-versions.ts'
import { quoted, wholeSeconds } from '../records.ts'
import { buckets, objects } from '../repository.ts'
import { withBytes } from '../staged-bytes.ts'

export const putObject = operation('PutObject', async (input, deps, ctx) => {
  const { clock, random } = deps
  if (input.WriteOffsetBytes !== undefined) throw notEmulated('Appending to an object')
  checkKey(input.Key)
  const body = bufferOf(input.Body)
  // A bucket that is not there is said before anything about the body.
  await buckets.require(ctx.reader, ctx.place, input)
  const { md5, checksum } = verifyBytes(body, input, 'CRC64NVME')
  const { bucket, version } = await withBytes(ctx, deps, body, async (tx, segment) => {
    const bucket = await buckets.require(tx, ctx.place, input)
    checkWriteConditions(await objects.findCurrent(tx, bucket, input.Key), input.Key, input)
    const settings = settingsOf(input, bucket)
    const version = await addVersion(
      tx,
      bucket,
      {
        ...settings,
        key: input.Key,
        deleteMarker: false,
        modifiedAt: wholeSeconds(clock),
        etag: md5,
        size: body.length,
        segments: [segment],
        multipart: false,
        checksum,
      },
      random,
    )
    return { bucket, version }
  })
  return {
    ETag: quoted(version.etag),
    ...checksumToWire(version.checksum),
    ...encryptionToWire(version.encryption),
    VersionId: madeVersionId(bucket, version.versionId),
  }
})

export function bufferOf(body: Uint8Array | undefined): Buffer {
  if (body === undefined) return Buffer.alloc(0)
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}
