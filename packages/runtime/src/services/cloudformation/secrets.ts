import type { JsonValue } from '../../kernel/json.ts'
import { WordFinder } from './occurrences.ts'
import type { ParameterValue, ResourceRecord } from './records.ts'

/** What AWS shows in place of a secret parameter's value. */
export const MASK = '****'
/** In place of an attribute of a custom resource with NoEcho (documented). */
const ATTRIBUTE_MASK = '*****'

export type Mask = <T extends JsonValue>(value: T) => T

/** Takes the values of NoEcho parameters out of what is shown, and the attributes of such resources. */
export function masker(parameters: readonly ParameterValue[], resources: readonly ResourceRecord[] = []): Mask {
  const secrets = new StackSecrets(parameters)
  for (const resource of resources) secrets.add(resource)
  return secrets.mask
}

/** The secrets of a stack, wherever a function has put them. New ones come while it is worked on. */
export class StackSecrets {
  /** What each is shown as. */
  readonly #shown = new Map<string, string>()
  #finder: WordFinder | undefined

  constructor(parameters: readonly ParameterValue[]) {
    const secret = parameters.filter(({ noEcho }) => noEcho)
    this.#learn(
      secret.flatMap(({ value, resolved = '' }) => [value, resolved]),
      MASK,
    )
  }

  add({ noEcho, attributes }: Pick<ResourceRecord, 'noEcho' | 'attributes'>): void {
    if (noEcho) this.#learn(textsIn(attributes), ATTRIBUTE_MASK)
  }

  readonly mask = (<T extends JsonValue>(value: T) => {
    return this.#shown.size === 0 ? value : this.#masked(value)
  }) as Mask

  #masked(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.#maskedText(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((item) => this.#masked(item))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#masked(inner as JsonValue)]))
  }

  #maskedText(text: string): string {
    this.#finder ??= new WordFinder(this.#shown.keys())
    let shown = ''
    let from = 0
    for (const { start, end } of this.#finder.stretchesIn(text)) {
      shown += text.slice(from, start) + (this.#shown.get(text.slice(start, end)) ?? MASK)
      from = end
    }
    return shown + text.slice(from)
  }

  #learn(secrets: readonly string[], mask: string): void {
    for (const form of secrets.flatMap(formsOf)) {
      if (form === '' || this.#shown.has(form)) continue
      this.#shown.set(form, mask)
      this.#finder = undefined
    }
  }
}

/** All texts in a value, however deep. */
function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** How a secret may read after `Ref`, `Fn::Split` at commas, `Fn::Base64`, or inside a JSON text. */
function formsOf(secret: string): string[] {
  return [
    secret,
    ...secret.split(',').map((item) => item.trim()),
    Buffer.from(secret, 'utf8').toString('base64'),
    JSON.stringify(secret).slice(1, -1),
  ]
}
