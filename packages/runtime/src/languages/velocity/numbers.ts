import { Double, TemplateError, type Value } from './value.ts'

/** Far beyond any use; keeps repeated squaring from eating memory. */
const MAX_BITS = 4096n

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'

/** `number` while exact, `bigint` beyond: Velocity widens Integer to Long to BigInteger in the same way. */
export function wholeNumber(value: bigint): number | bigint {
  if (value >= -9007199254740991n && value <= 9007199254740991n) return Number(value)
  if (value >> MAX_BITS !== 0n && value >> MAX_BITS !== -1n) throw new TemplateError('a number is too large')
  return value
}

/** Whole-number division truncates; division by zero yields null (Velocity 1.7). */
export function arithmetic(
  operator: ArithmeticOperator,
  a: number | bigint | Double,
  b: number | bigint | Double,
): Value {
  if (a instanceof Double || b instanceof Double) return fractional(operator, toDouble(a), toDouble(b))
  if (typeof a === 'number' && typeof b === 'number') {
    const exact = small(operator, a, b)
    if (exact === null || Number.isSafeInteger(exact)) return exact
  }
  return large(operator, BigInt(a), BigInt(b))
}

function small(operator: ArithmeticOperator, a: number, b: number): number | null {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b + 0
    case '/':
      return b === 0 ? null : Math.trunc(a / b) + 0
    case '%':
      return b === 0 ? null : (a % b) + 0
  }
}

function large(operator: ArithmeticOperator, a: bigint, b: bigint): Value {
  switch (operator) {
    case '+':
      return wholeNumber(a + b)
    case '-':
      return wholeNumber(a - b)
    case '*':
      return wholeNumber(a * b)
    case '/':
      return b === 0n ? null : wholeNumber(a / b)
    case '%':
      return b === 0n ? null : wholeNumber(a % b)
  }
}

function fractional(operator: ArithmeticOperator, a: number, b: number): Value {
  switch (operator) {
    case '+':
      return new Double(a + b)
    case '-':
      return new Double(a - b)
    case '*':
      return new Double(a * b)
    case '/':
      return b === 0 ? null : new Double(a / b)
    case '%':
      return b === 0 ? null : new Double(a % b)
  }
}

export function toDouble(value: number | bigint | Double): number {
  return value instanceof Double ? value.value : Number(value)
}

/** Negative, zero or positive; NaN when the numbers have no order. */
export function compareNumbers(a: number | bigint | Double, b: number | bigint | Double): number {
  if (a instanceof Double || b instanceof Double) {
    const left = toDouble(a)
    const right = toDouble(b)
    return left === right ? 0 : left - right
  }
  return a < b ? -1 : a > b ? 1 : 0
}

/** Java's `Double.toString`: plain from 1.0E-3 up to 1.0E7, always with a fraction. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value)
    return text.includes('.') ? text : `${text}.0`
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}
