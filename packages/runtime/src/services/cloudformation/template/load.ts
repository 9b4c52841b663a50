import { createHash } from 'node:crypto'
import { AwsError } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { validationError } from '../errors.ts'
import type { TemplateTexts } from '../records.ts'
import { parseTemplateText } from './parse.ts'
import { readTemplate } from './read-template.ts'
import type { Template } from './template.ts'

const MAX_OBJECT_BYTES = 1_000_000

export interface TemplateSource {
  readonly TemplateBody?: string
  readonly TemplateURL?: string
}

/** The text that a request names, wherever it is. Undefined when it names none. */
export async function loadTemplateText(
  { TemplateBody, TemplateURL }: TemplateSource,
  ctx: CallContext,
): Promise<string | undefined> {
  if (TemplateBody !== undefined && TemplateURL !== undefined) {
    throw validationError('Specify only one of TemplateURL or TemplateBody.')
  }
  if (TemplateURL !== undefined && TemplateURL !== '') return readObject(TemplateURL, ctx)
  return TemplateBody === '' ? undefined : TemplateBody
}

async function readObject(url: string, ctx: CallContext): Promise<string> {
  const named = /^s3:\/\/([^/]+)/.exec(url)?.[1]
  // Recorded: of the form that the AWS CLI writes, the service takes the host for a domain.
  if (named) throw validationError(`S3 error: Domain name specified in ${named} is not a valid S3 domain`)
  const address = objectAddress(url, ctx.origin)
  if (!address) throw validationError('TemplateURL must be a supported URL.')
  const { Body } = await ctx
    .call('s3', 'GetObject', { Bucket: address.bucket, Key: address.key })
    .catch((error: unknown) => {
      if (!(error instanceof AwsError)) throw error
      throw validationError(`S3 error: ${error.message}`)
    })
  const bytes = Body === undefined ? Buffer.alloc(0) : Buffer.from(Body)
  if (bytes.length > MAX_OBJECT_BYTES) {
    throw validationError(`Template may not exceed ${MAX_OBJECT_BYTES} bytes in size.`)
  }
  return bytes.toString('utf8')
}

const PATH_STYLE = /^s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/
const VIRTUAL_HOST = /^(.+)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/

/** The object that a URL means: on this server's own origin, or under any of S3's names. */
function objectAddress(text: string, origin: string): { bucket: string; key: string } | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const path = decodePath(url.pathname)
  if (path === undefined) return undefined
  const isHere = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname) || url.origin === origin
  if (isHere || PATH_STYLE.test(url.hostname)) {
    const slash = path.indexOf('/')
    return slash > 0 && slash < path.length - 1
      ? { bucket: path.slice(0, slash), key: path.slice(slash + 1) }
      : undefined
  }
  const bucket = VIRTUAL_HOST.exec(url.hostname)?.[1]
  return bucket && path ? { bucket, key: path } : undefined
}

function decodePath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname.slice(1))
  } catch {
    return undefined
  }
}

/** Text to template: only its shape is checked. */
export function parseTemplate(text: string): Template {
  return readTemplate(parseTemplateText(text))
}

/** Names the document that holds a template's text. */
export function templateIdOf({ text, processed }: TemplateTexts): string {
  const hash = createHash('sha256').update(text)
  if (processed !== undefined) hash.update('\0').update(processed)
  return hash.digest('hex').slice(0, 32)
}
