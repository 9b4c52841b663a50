import type { JsonValue } from '../../kernel/json.ts'
import { WordFinder } from './occurrences.ts'
import type { ParameterValue } from './records.ts'

/** What AWS shows in place of a secret parameter's value. */
export const MASK = '****'

export type Mask = <T extends JsonValue>(value: T) => T

/** Takes the values of NoEcho parameters out of what is shown, wherever a function has put them. */
export function masker(parameters: readonly ParameterValue[]): Mask {
  const secrets = new Set(parameters.filter(({ noEcho }) => noEcho).flatMap(formsOf))
  secrets.delete('')
  if (secrets.size === 0) return (value) => value
  let finder: WordFinder | undefined
  const mask = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') {
      finder ??= new WordFinder(secrets)
      return maskText(value, finder)
    }
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(mask)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(inner as JsonValue)]))
  }
  return mask as Mask
}

function maskText(text: string, finder: WordFinder): string {
  let shown = ''
  let from = 0
  for (const { start, end } of finder.stretchesIn(text)) {
    shown += text.slice(from, start) + MASK
    from = end
  }
  return shown + text.slice(from)
}

/** How a secret may read after `Ref`, `Fn::Split` at commas, `Fn::Base64`, or inside a JSON text. */
function formsOf({ value, resolved }: ParameterValue): string[] {
  return [value, resolved ?? ''].flatMap((secret) => [
    secret,
    ...secret.split(',').map((item) => item.trim()),
    Buffer.from(secret, 'utf8').toString('base64'),
    JSON.stringify(secret).slice(1, -1),
  ])
}
