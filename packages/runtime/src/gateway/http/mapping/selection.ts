import { own } from '../../../kernel/own.ts'
import { evaluatePath } from '../../../languages/jsonpath/evaluate.ts'
import { parsePath } from '../../../languages/jsonpath/parse-path.ts'
import { type Path, PathError } from '../../../languages/jsonpath/syntax.ts'
import { parseJson } from '../../../languages/velocity/json.ts'
import { jsonText } from '../../../languages/velocity/print.ts'
import type { HttpExchange } from '../exchange.ts'
import { contextVariable } from '../variables.ts'

/** The right side of a parameter mapping, and an identity source (documented: http-api-parameter-mapping). */
export interface Selection {
  /** Undefined where a variable has no value. */
  read(exchange: HttpExchange): string | undefined
}

/** What there is to select from: responses tell of themselves only, beside the context. */
export type Side = 'request' | 'response'

/**
 * Compiles `$request.header.x`, a text with several such in braces, or a text without any. Undefined for what begins
 * like a variable and is none.
 */
export function compileSelection(text: string, side: Side): Selection | undefined {
  if (/^\$(?:request|response|context|stageVariables)\b/.test(text)) return variableOf(text.slice(1), side)
  const parts = text.split(/\$\{([^{}]*)\}/)
  if (parts.length === 1) return { read: () => text }
  const read: Selection[] = []
  for (const [i, part] of parts.entries()) {
    const selection = i % 2 === 0 ? { read: () => part } : variableOf(part, side)
    if (!selection) return undefined
    read.push(selection)
  }
  const [, only] = read
  if (only && parts.length === 3 && parts[0] === '' && parts[2] === '') return only
  // What has no value leaves a gap among texts (inferred).
  return { read: (exchange) => read.map((selection) => selection.read(exchange) ?? '').join('') }
}

const HEADER = /^header\.([\w!#$%&'*+.^`|~-]+)$/
const QUERY = /^querystring\.(.+)$/
const PATH_PARAMETER = /^path\.([\w.-]+)$/
const BODY = /^body(?:\.(.+))?$/
/** Only these special characters are supported (documented). */
const CONTEXT = /^context\.([\w.:-]+)$/
const STAGE_VARIABLE = /^stageVariables\.(\w+)$/

function variableOf(text: string, side: Side): Selection | undefined {
  const context = CONTEXT.exec(text)?.[1]
  if (context !== undefined) return { read: contextVariable(context) }
  const name = STAGE_VARIABLE.exec(text)?.[1]
  if (name !== undefined) return { read: ({ stage }) => own(stage.snapshot.variables, name) }
  if (!text.startsWith(`${side}.`)) return undefined
  const rest = text.slice(side.length + 1)
  return side === 'request' ? requestVariable(rest) : responseVariable(rest)
}

function requestVariable(text: string): Selection | undefined {
  const header = HEADER.exec(text)?.[1]?.toLowerCase()
  if (header !== undefined) return { read: ({ values }) => values.header(header) }
  const query = QUERY.exec(text)?.[1]
  if (query !== undefined) return { read: ({ values }) => values.query(query) }
  if (text === 'path') return { read: ({ call }) => call.path }
  const parameter = PATH_PARAMETER.exec(text)?.[1]
  if (parameter !== undefined) return { read: ({ values }) => values.pathParameter(parameter) }
  const body = BODY.exec(text)
  return body ? bodySelection(body[1], ({ call }) => call.request.body) : undefined
}

function responseVariable(text: string): Selection | undefined {
  const header = HEADER.exec(text)?.[1]?.toLowerCase()
  if (header !== undefined) return { read: ({ answer }) => joined(answer.headers, header) }
  const body = BODY.exec(text)
  if (!body) return undefined
  return bodySelection(body[1], ({ answer }) =>
    Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(String(answer.body)),
  )
}

/** Values of a header that is repeated are joined by a comma (documented). */
function joined(headers: HttpExchange['answer']['headers'], key: string): string | undefined {
  const values = headers.filter(([name]) => name.toLowerCase() === key).map(([, value]) => value)
  return values.length > 0 ? values.join(',') : undefined
}

/** A path sees so much of a body (documented). */
const MAX_PATH_BYTES = 100 * 1024

function bodySelection(path: string | undefined, bodyOf: (exchange: HttpExchange) => Buffer): Selection | undefined {
  if (path === undefined) return { read: (exchange) => bodyOf(exchange).toString() }
  const compiled = supportedPath(path)
  if (!compiled) return undefined
  return {
    read(exchange) {
      const { budget } = exchange
      const document = parseJson(bodyOf(exchange).subarray(0, MAX_PATH_BYTES).toString(), budget)
      const value = document === undefined ? null : evaluatePath(compiled, document, budget)
      if (value === null) return undefined
      return typeof value === 'string' ? value : jsonText(value, budget)
    },
  }
}

/** Neither recursive descent nor filters (documented). */
function supportedPath(text: string): Path | undefined {
  try {
    const path = parsePath(text)
    return path.steps.some(({ kind }) => kind === 'deep' || kind === 'filter') ? undefined : path
  } catch (error) {
    if (error instanceof PathError) return undefined
    throw error
  }
}
