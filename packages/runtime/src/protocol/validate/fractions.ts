import { isTree } from '../json-values.ts'
import { type ServiceModel, type Shape, shapeOf } from '../model.ts'

export function isFractional({ type }: Shape): boolean {
  return type === 'double' || type === 'float'
}

/** A number as Java prints one of a type with fractions: `2.0` (recorded on Lambda, of weights and their bounds). */
export function printedFraction(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value)
}

/** A value with its numbers of such types as they are printed. */
export function withFractions(model: ServiceModel, shape: Shape, value: unknown): unknown {
  if (typeof value === 'number') return isFractional(shape) ? printedFraction(value) : value
  const inner = shape.type === 'list' ? shape.member : shape.type === 'map' ? shape.value : undefined
  if (!inner || !isFractional(shapeOf(model, inner.shape))) return value
  const print = (item: unknown) => (typeof item === 'number' ? printedFraction(item) : item)
  if (Array.isArray(value)) return value.map(print)
  return isTree(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, print(item)])) : value
}
