import type { Budget } from '../../../languages/budget.ts'
import { parseJson } from '../../../languages/velocity/json.ts'
import { printed } from '../../../languages/velocity/print.ts'
import { HostObject, TemplateError, type Value } from '../../../languages/velocity/value.ts'
import { escapeJavaScript, urlDecode, urlEncode } from './escapes.ts'

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

function parsed(text: string, budget: Budget): Value {
  const value = parseJson(text, budget)
  if (value === undefined) throw new TemplateError('$util.parseJson was given a text that is not JSON')
  return value
}
