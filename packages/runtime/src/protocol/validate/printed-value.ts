import { isTree } from '../json-values.ts'

/** Nobody reads more of it, and a refusal must not send the whole request back. */
const LONGEST = 100_000

/** A value as Java prints it: `text`, `[a, b]`, `{key=value}` (observed in Cognito's and CloudFormation's errors). */
export function printedValue(value: unknown): string {
  const text = print(value)
  return text.length > LONGEST ? text.slice(0, LONGEST) : text
}

function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`
  if (isTree(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${print(item)}`)
      .join(', ')}}`
  }
  return String(value)
}
