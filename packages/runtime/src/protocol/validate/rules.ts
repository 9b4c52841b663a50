import type { Shape } from '../model.ts'
import { isFractional, printedFraction } from './fractions.ts'
import { patternTest } from './pattern.ts'

/** One constraint of a shape: AWS's sentence for it, and whether a value that fits the shape's type satisfies it. */
export interface Rule {
  readonly kind: 'enum' | 'pattern' | 'max' | 'min'
  readonly text: string
  /** Undefined: it took too long to tell, which counts as broken. */
  readonly holds: (value: unknown) => boolean | undefined
}

/** Recorded on Lambda: a name that is too long is told its pattern, too. */
const WORTH_READING = 1024

const known = new WeakMap<Shape, readonly Rule[]>()

/** The constraints of a shape itself, not of what it contains. */
export function rulesOf(shape: Shape): readonly Rule[] {
  let rules = known.get(shape)
  if (!rules) {
    rules = makeRules(shape)
    known.set(shape, rules)
  }
  return rules
}

/** In the order in which AWS lists the constraints of a list's members (observed on Cognito). */
function makeRules(shape: Shape): Rule[] {
  const rules: Rule[] = []
  const isNumber = /^(integer|long|float|double)$/.test(shape.type)
  const measured = isNumber ? 'value' : 'length'
  const size = isNumber ? (value: unknown) => Number(value) : sizeOf
  const { max, min, pattern, enum: members } = shape
  const shown = isFractional(shape) ? printedFraction : String
  if (max !== undefined) {
    const text = `Member must have ${measured} less than or equal to ${shown(max)}`
    rules.push({ kind: 'max', text, holds: (value) => size(value) <= max })
  }
  if (min !== undefined) {
    const text = `Member must have ${measured} greater than or equal to ${shown(min)}`
    rules.push({ kind: 'min', text, holds: (value) => size(value) >= min })
  }
  if (pattern !== undefined && shape.type === 'string') {
    const text = `Member must satisfy regular expression pattern: ${pattern}`
    // A text that is far too long anyway is not worth the time.
    const farTooLong = (value: string) => max !== undefined && value.length > Math.max(max, WORTH_READING)
    rules.push({
      kind: 'pattern',
      text,
      holds: (value) => farTooLong(String(value)) || patternTest(pattern)(String(value)),
    })
  }
  if (members !== undefined) {
    const text = `Member must satisfy enum value set: [${members.join(', ')}]`
    const set: ReadonlySet<unknown> = new Set(members)
    rules.push({ kind: 'enum', text, holds: (value) => set.has(value) })
  }
  return rules
}

/** Length of a text, number of items of a list or map, bytes of a blob. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}
