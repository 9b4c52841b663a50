import { isTree } from '../json-values.ts'

/** Nobody reads more of it, and a refusal must not send the whole request back. */
const LONGEST = 100_000

/** A value as Java prints it: `text`, `[a, b]`, `{key=value}` (observed in Cognito's and CloudFormation's errors). */
export function printedValue(value: unknown): string {
  const out = { text: '' }
  print(value, out)
  return out.text.slice(0, LONGEST)
}

/** Stops where enough is printed, however much is left. */
function print(value: unknown, out: { text: string }): void {
  if (out.text.length > LONGEST) return
  if (Array.isArray(value)) printAll(value, '[]', (item) => print(item, out), out)
  else if (value instanceof Date) out.text += value.toISOString()
  else if (value instanceof Uint8Array) {
    out.text += `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`
  } else if (isTree(value)) {
    const printEntry = ([key, item]: [string, unknown]) => {
      out.text += `${key}=`
      print(item, out)
    }
    printAll(Object.entries(value), '{}', printEntry, out)
  } else out.text += String(value)
}

function printAll<T>(items: readonly T[], brackets: string, each: (item: T) => void, out: { text: string }): void {
  out.text += brackets.charAt(0)
  for (const [i, item] of items.entries()) {
    if (out.text.length > LONGEST) return
    if (i > 0) out.text += ', '
    each(item)
  }
  out.text += brackets.charAt(1)
}
