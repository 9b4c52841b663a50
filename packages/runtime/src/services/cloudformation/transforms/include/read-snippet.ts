import { CORE_SCHEMA, load } from 'js-yaml'
import { isAwsError } from '../../../../kernel/errors.ts'
import type { JsonValue } from '../../../../kernel/json.ts'
import type { Call } from '../../../../kernel/operation.ts'
import { failedTransform } from '../../errors.ts'
import { EMBEDDED } from '../../template/embedded-transforms.ts'
import { MAX_DEPTH } from '../../template/limits.ts'
import { INCLUDE } from '../../template/transforms.ts'

const LOCATION = /^s3:\/\/([^/]+)\/(.+)$/
const NOT_WELL_FORMED = "The specified S3 object's content should be valid Yaml/JSON."
/** As much as a template may have. */
const MAX_BYTES = 1_000_000

/**
 * The file at an address in S3. Observed: the texts for an address that is none
 * (amazon-archives/realworld-serverless-application#58), for a bucket that is not there, and for what is no YAML, which
 * short forms of functions are not, either (https://github.com/awsdocs/aws-cloudformation-user-guide/pull/232, where a
 * snippet that includes another one is refused with it, too); the others are inferred.
 */
export async function readSnippet(location: JsonValue | undefined, call: Call): Promise<JsonValue> {
  const [, Bucket, Key] = LOCATION.exec(typeof location === 'string' ? location : '') ?? []
  if (!Bucket || !Key) throw failed('The location parameter is not a valid S3 uri.')
  const snippet = parsed(await textAt(Bucket, Key, call))
  if (snippet === undefined || JSON.stringify(snippet).includes(`"${EMBEDDED}"`)) throw failed(NOT_WELL_FORMED)
  return snippet
}

async function textAt(Bucket: string, Key: string, call: Call): Promise<string> {
  const { Body } = await call('s3', 'GetObject', { Bucket, Key }).catch((error: unknown) => {
    if (!isAwsError(error)) throw error
    if (error.code === 'NoSuchBucket') throw failed(`S3 bucket [${Bucket}] does not exist.`)
    if (error.code === 'NoSuchKey') throw failed(`S3 object [${Key}] does not exist in bucket [${Bucket}].`)
    throw failed(`S3 error: ${error.message}`)
  })
  const bytes = Buffer.from(Body ?? [])
  if (bytes.length > MAX_BYTES) throw failed(`S3 object [${Key}] is larger than ${MAX_BYTES} bytes.`)
  return bytes.toString('utf8')
}

/** JSON is YAML, too. Undefined for what is neither, or empty. */
function parsed(text: string): JsonValue | undefined {
  try {
    return (load(text, { schema: CORE_SCHEMA, json: true, maxAliases: 0, maxDepth: MAX_DEPTH }) ??
      undefined) as JsonValue
  } catch {
    return undefined
  }
}

export function failed(reason: string) {
  return failedTransform(INCLUDE, reason)
}
