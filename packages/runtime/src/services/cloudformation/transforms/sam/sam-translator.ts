import { spawn } from 'node:child_process'
import { type AwsError, NotEmulatedError } from '../../../../kernel/errors.ts'
import type { JsonObject } from '../../../../kernel/json.ts'
import { packageFilePath } from '../../../../package-files.ts'
import { failedTransform } from '../../errors.ts'
import { SAM } from '../../template/transforms.ts'

/** What a template is expanded with. */
export interface SamRequest {
  readonly template: JsonObject
  /** As they were given. */
  readonly parameters: Readonly<Record<string, string>>
  readonly region: string
}

export type SamTranslator = (request: SamRequest) => Promise<JsonObject>

export interface SamTranslatorOptions {
  /** A path, or a name to look for. */
  readonly python: string
  /** Another program than the one of this package. */
  readonly program?: string
  readonly limitMs?: number
  readonly limitBytes?: number
}

/** Shipped as it is: Python reads it. */
const PROGRAM = packageFilePath('src/services/cloudformation/transforms/sam/translate.py')
/** It needs three seconds, most of them to be loaded. */
const LIMIT_MS = 60_000
/** A template has a megabyte at most. What is made of it is longer by its roles and APIs. */
const LIMIT_BYTES = 16 * 1024 * 1024
/** Of what it says on stderr. */
const MAX_COMPLAINT = 2000

type Answer =
  | { readonly template: JsonObject }
  | { readonly invalid: string }
  /** The module that is not there. */
  | { readonly missing: string }
  /** It came to no end, or to no good one. */
  | { readonly failure: string }

/** Expands SAM templates as CloudFormation does: by AWS's own code, in a process that ends with the answer. */
export function createSamTranslator(options: SamTranslatorOptions): SamTranslator {
  return async (request) => {
    const answer = await ask(options, request)
    if ('template' in answer) return answer.template
    if ('invalid' in answer) throw failedTransform(SAM, answer.invalid)
    // The words are AWS's for a translator that fails; what it said itself is added.
    if ('failure' in answer) throw failedTransform(SAM, `Internal transform failure. ${answer.failure}`)
    throw refusalOf(options.python, answer.missing)
  }
}

function refusalOf(python: string, module: string): AwsError {
  const why = module === '' ? 'cannot be run' : `has no module ${module}`
  return new NotEmulatedError(`The transform ${SAM}`, {
    message:
      `The transform ${SAM} is done by AWS's own translator, a package of Python; ${python} ${why}. ` +
      `Install it: ${python} -m pip install aws-sam-translator. Another Python: sallyport start --python <path>`,
  })
}

function ask({ python, program = PROGRAM, ...limits }: SamTranslatorOptions, request: SamRequest): Promise<Answer> {
  const { limitMs = LIMIT_MS, limitBytes = LIMIT_BYTES } = limits
  const child = spawn(python, ['-B', program], { stdio: ['pipe', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  let size = 0
  let complaint = ''
  let broken: string | undefined
  const breakOff = (why: string) => {
    broken ??= why
    child.kill('SIGKILL')
  }
  const timer = setTimeout(() => breakOff(`needed more than ${limitMs / 1000} seconds`), limitMs)
  child.stdout.on('data', (part: Buffer) => {
    size += part.length
    if (size > limitBytes) breakOff(`made more than ${limitBytes} bytes of it`)
    else output.push(part)
  })
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    complaint = (complaint + part).slice(-MAX_COMPLAINT)
  })
  // It may end before it has read everything.
  child.stdin.on('error', () => {})
  child.stdin.end(JSON.stringify(request))
  return new Promise((resolve) => {
    child.once('error', () => {
      clearTimeout(timer)
      resolve({ missing: '' })
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      if (broken === undefined && code === 0) resolve(JSON.parse(Buffer.concat(output).toString()) as Answer)
      else resolve({ failure: `The translator ${broken ?? `says: ${complaint.trim().split('\n').at(-1)}`}.` })
    })
  })
}
