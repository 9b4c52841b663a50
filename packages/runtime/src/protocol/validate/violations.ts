import { isTree } from '../json-values.ts'
import { type Member, membersOf, type ServiceModel, type Shape, shapeOf } from '../model.ts'
import { withFractions } from './fractions.ts'
import { type Rule, rulesOf } from './rules.ts'

/** A constraint that an input does not satisfy. */
export interface Violation {
  /** `tags.1.member.key`: from the operation's input downwards, members with a small first letter. */
  readonly path: string
  /** The member of the input that it stands in, or below. */
  readonly root: { readonly name: string; readonly member: Member }
  /** Undefined: a required member is missing. */
  readonly value: unknown
  readonly isSensitive: boolean
  readonly kind: Rule['kind'] | 'required' | 'contents'
  /** AWS's sentence. */
  readonly text: string
  /** `contents`: of items, none of which may be null; not of keys. */
  readonly forbidsNull?: boolean
}

/** More of them would not help anybody. */
const MAX_VIOLATIONS = 100

/**
 * Finds what the model's constraints forbid in an input whose types fit. Scalars in a list or map are reported at the
 * list or map, with all constraints of its members; structures in it each under a path of their own (observed:
 * `allowedOAuthFlows`, `patchOperations.1.member.op`).
 */
export function findViolations(model: ServiceModel, inputShape: string, input: unknown): Violation[] {
  const walk = new Walk(model)
  const shape = shapeOf(model, inputShape)
  for (const [name, member] of membersOf(shape)) {
    walk.root = { name, member }
    walk.member(shape, name, member, isTree(input) ? input[name] : undefined, '')
  }
  return walk.found
}

class Walk {
  readonly #model: ServiceModel
  readonly found: Violation[] = []
  root: Violation['root'] = { name: '', member: { shape: '' } }
  /** A pattern took too long: the next texts would too, so it is the last thing that is looked at. */
  #gaveUp = false

  constructor(model: ServiceModel) {
    this.#model = model
  }

  member(parent: Shape, name: string, reference: Member, value: unknown, prefix: string): void {
    const path = `${prefix}${lowerFirst(name)}`
    if (value !== undefined) this.#value(reference, value, path)
    else if (parent.required?.includes(name))
      this.#add(path, undefined, reference, 'required', 'Member must not be null')
  }

  #value(reference: Member, value: unknown, path: string): void {
    if (this.found.length >= MAX_VIOLATIONS || this.#gaveUp) return
    const shape = shapeOf(this.#model, reference.shape)
    for (const { kind, text } of inOrder(this.#broken(shape, value))) this.#add(path, value, reference, kind, text)
    if (shape.type === 'structure') this.#structure(shape, value, `${path}.`)
    else if (shape.type === 'list') this.#list(shape, value, path, reference)
    else if (shape.type === 'map') this.#map(shape, value, path, reference)
  }

  #structure(shape: Shape, value: unknown, prefix: string): void {
    if (!isTree(value) || shape.document) return
    for (const [name, member] of membersOf(shape)) this.member(shape, name, member, value[name], prefix)
  }

  #list(shape: Shape, value: unknown, path: string, reference: Member): void {
    const item = shape.member
    if (!Array.isArray(value) || !item) return
    const itemShape = shapeOf(this.#model, item.shape)
    // What is too long is named as such; what stands beyond is not worth the time.
    const looked = shape.max === undefined ? value : value.slice(0, shape.max)
    if (isContainer(itemShape)) {
      for (const [index, each] of looked.entries()) this.#value(item, each, `${path}.${index + 1}.member`)
    } else if (looked.some((each) => this.#broken(itemShape, each).length > 0)) {
      this.#add(path, value, reference, 'contents', `Member must satisfy constraint: [${textsOf(itemShape)}]`, {
        inner: itemShape,
        forbidsNull: !shape.sparse,
      })
    }
  }

  #map(shape: Shape, value: unknown, path: string, reference: Member): void {
    const { key, value: item } = shape
    if (!isTree(value) || !key || !item) return
    const keyShape = shapeOf(this.#model, key.shape)
    if (Object.keys(value).some((each) => this.#broken(keyShape, each).length > 0)) {
      this.#add(path, value, reference, 'contents', `Map keys must satisfy constraint: [${textsOf(keyShape)}]`, {
        inner: keyShape,
      })
    }
    const itemShape = shapeOf(this.#model, item.shape)
    // What is null by now stands in a sparse map, where it may.
    const items = Object.entries(value).filter(([, each]) => each !== null)
    if (isContainer(itemShape)) {
      for (const [name, each] of items) this.#value(item, each, `${path}.${name}.member`)
    } else if (items.some(([, each]) => this.#broken(itemShape, each).length > 0)) {
      this.#add(path, value, reference, 'contents', `Map value must satisfy constraint: [${textsOf(itemShape)}]`, {
        inner: itemShape,
        forbidsNull: !shape.sparse,
      })
    }
  }

  #broken(shape: Shape, value: unknown): Rule[] {
    return rulesOf(shape).filter((rule) => {
      const holds = rule.holds(value)
      if (holds === undefined) this.#gaveUp = true
      return !holds
    })
  }

  #add(
    path: string,
    value: unknown,
    reference: Member,
    kind: Violation['kind'],
    text: string,
    { inner, forbidsNull = false }: { readonly inner?: Shape; readonly forbidsNull?: boolean } = {},
  ): void {
    if (this.found.length >= MAX_VIOLATIONS) return
    const shape = shapeOf(this.#model, reference.shape)
    const isSensitive = Boolean(shape.sensitive || inner?.sensitive)
    const shown = withFractions(this.#model, shape, value)
    this.found.push({ path, root: this.root, value: shown, isSensitive, kind, text, forbidsNull })
  }
}

function textsOf(shape: Shape): string {
  return rulesOf(shape)
    .map(({ text }) => text)
    .join(', ')
}

const ORDER: readonly Rule['kind'][] = ['enum', 'pattern', 'max', 'min']

/** Of one value, AWS names the pattern before the length (observed on Cognito: an empty `confirmationCode`). */
function inOrder(rules: Rule[]): Rule[] {
  return rules.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}

function isContainer({ type }: Shape): boolean {
  return type === 'structure' || type === 'list' || type === 'map'
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
