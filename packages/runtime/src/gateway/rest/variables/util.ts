import type { Budget } from '../../../languages/budget.ts'
import { parseJson } from '../../../languages/velocity/json.ts'
import { printed } from '../../../languages/velocity/print.ts'
import { HostObject, TemplateError, type Value } from '../../../languages/velocity/value.ts'

/** `$util`. There is no more than this: `toJson`, `qr` and the rest belong to AppSync. */
class Util extends HostObject {
  override call(name: string, args: readonly Value[], budget: Budget): Value {
    const apply = FUNCTIONS.get(name)
    const [argument = null] = args
    if (!apply || args.length !== 1 || argument === null) return null
    const text = printed(argument, budget)
    budget.text(text.length)
    const result = apply(text, budget)
    if (typeof result === 'string') budget.text(result.length)
    return result
  }
}

const FUNCTIONS: ReadonlyMap<string, (text: string, budget: Budget) => Value> = new Map([
  ['escapeJavaScript', escapeJavaScript],
  ['parseJson', parsed],
  ['base64Encode', (text: string) => Buffer.from(text, 'utf8').toString('base64')],
  ['base64Decode', (text: string) => Buffer.from(text, 'base64').toString('utf8')],
  ['urlEncode', urlEncode],
  ['urlDecode', urlDecode],
])

export const util: HostObject = new Util()

const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
}

/** As Apache Commons Lang has it: single quotes too, which makes the result invalid JSON (documented). */
function escapeJavaScript(text: string): string {
  return text.replace(
    /[^ !#-&(-.0-[\]-~]/g,
    (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
}

function parsed(text: string, budget: Budget): Value {
  const value = parseJson(text, budget)
  if (value === undefined) throw new TemplateError('$util.parseJson was given a text that is not JSON')
  return value
}

/** Form encoding, as java.net.URLEncoder: blanks become `+`, only letters, digits and `.-*_` stay. */
export function urlEncode(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'))
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}

/** Form decoding. Bytes that are not UTF-8 become U+FFFD, a stray percent sign stays. */
export function urlDecode(text: string): string {
  if (!/[%+]/.test(text)) return text
  const spaced = text.replaceAll('+', ' ')
  return spaced.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
}
