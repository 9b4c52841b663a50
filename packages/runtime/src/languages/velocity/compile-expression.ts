import { looselyEqual } from './equality.ts'
import type { Frame } from './frame.ts'
import { callMethod, itemOf, propertyOf } from './methods.ts'
import { arithmetic, compareNumbers } from './numbers.ts'
import { printed } from './print.ts'
import type { Access, Comparison, Expression, Reference } from './syntax.ts'
import { Double, isNumber, List, TemplateError, type Value } from './value.ts'

export type Evaluate = (frame: Frame) => Value
type Test = (frame: Frame) => boolean

const MAX_RANGE = 100_000

export interface ExpressionCompiler {
  expression(expression: Expression): Evaluate
  reference(reference: Reference): Evaluate
  /** For `#if` and the logical operators: Velocity's notion of true. */
  truth(expression: Expression): Test
}

/** `interpolate` compiles the inside of a double-quoted string, which is a template again. */
export function createExpressionCompiler(
  interpolate: (text: string, depth: number) => (frame: Frame) => string,
): ExpressionCompiler {
  return { expression: compileExpression, reference: compileReference, truth: isTrue }

  function compileExpression(expression: Expression): Evaluate {
    switch (expression.kind) {
      case 'literal':
        return () => expression.value
      case 'double': {
        const value = new Double(expression.value)
        return () => value
      }
      case 'interpolated': {
        const render = interpolate(expression.text, expression.depth)
        return (frame) => {
          const text = render(frame.inner())
          frame.budget.text(text.length)
          return text
        }
      }
      case 'reference':
        return compileReference(expression.reference)
      case 'list': {
        const items = expression.items.map(compileExpression)
        return (frame) => {
          frame.budget.step(items.length + 1)
          return new List(items.map((item) => item(frame)))
        }
      }
      case 'range':
        return compileRange(compileExpression(expression.from), compileExpression(expression.to))
      case 'map': {
        const entries = expression.entries.map(
          ([key, value]) => [compileExpression(key), compileExpression(value)] as const,
        )
        return (frame) => {
          frame.budget.step(entries.length + 1)
          return new Map(entries.map(([key, value]) => [key(frame), value(frame)]))
        }
      }
      case 'arithmetic':
        return compileArithmetic(expression)
      default:
        return isTrue(expression)
    }
  }

  /** Reads a reference step by step; null anywhere makes the whole null. */
  function compileReference({ name, path }: Reference): Evaluate {
    const steps = path.map(compileAccess)
    if (!steps.length) return (frame) => frame.lookUp(name)
    return (frame) => {
      frame.budget.step()
      let value = frame.lookUp(name)
      for (const step of steps) {
        if (value === null) return null
        value = step(value, frame)
      }
      return value
    }
  }

  function compileAccess(access: Access): (self: Value, frame: Frame) => Value {
    switch (access.kind) {
      case 'property':
        return (self) => propertyOf(self, access.name)
      case 'index': {
        const index = compileExpression(access.index)
        return (self, frame) => itemOf(self, index(frame))
      }
      case 'call': {
        const args = access.args.map(compileExpression)
        return (self, frame) =>
          callMethod(
            self,
            access.name,
            args.map((arg) => arg(frame)),
            frame.budget,
          )
      }
    }
  }

  /**
   * The truth of a condition: a reference holds when it is neither null nor false (so 0 and "" hold), a literal other
   * than `true` never does, odd as that is (Velocity 1.7).
   */
  function isTrue(expression: Expression): Test {
    switch (expression.kind) {
      case 'literal':
        return () => expression.value === true
      case 'reference': {
        const value = compileReference(expression.reference)
        return (frame) => {
          const result = value(frame)
          return result !== null && result !== false
        }
      }
      case 'not': {
        const operand = isTrue(expression.operand)
        return (frame) => !operand(frame)
      }
      case 'and': {
        const left = isTrue(expression.left)
        const right = isTrue(expression.right)
        return (frame) => left(frame) && right(frame)
      }
      case 'or': {
        const left = isTrue(expression.left)
        const right = isTrue(expression.right)
        return (frame) => left(frame) || right(frame)
      }
      case 'equal':
      case 'unequal': {
        const left = compileExpression(expression.left)
        const right = compileExpression(expression.right)
        const wanted = expression.kind === 'equal'
        return (frame) => looselyEqual(left(frame), right(frame), frame.budget) === wanted
      }
      case 'compare':
        return compileComparison(expression.operator, expression.left, expression.right)
      default:
        return () => false
    }
  }

  /** Only numbers have an order; anything else compares as false. */
  function compileComparison(operator: Comparison, a: Expression, b: Expression): Test {
    const left = compileExpression(a)
    const right = compileExpression(b)
    const holds: Record<Comparison, (order: number) => boolean> = {
      '<': (order) => order < 0,
      '<=': (order) => order <= 0,
      '>': (order) => order > 0,
      '>=': (order) => order >= 0,
    }
    const test = holds[operator]
    return (frame) => {
      const x = left(frame)
      const y = right(frame)
      return isNumber(x) && isNumber(y) && test(compareNumbers(x, y))
    }
  }

  /** `+` joins when either side is a text; otherwise both sides must be numbers, or the result is null. */
  function compileArithmetic({ operator, left: a, right: b }: Expression & { kind: 'arithmetic' }): Evaluate {
    const left = compileExpression(a)
    const right = compileExpression(b)
    return (frame) => {
      const x = left(frame)
      const y = right(frame)
      frame.budget.step()
      if (operator === '+' && (typeof x === 'string' || typeof y === 'string')) {
        const text = printed(x, frame.budget) + printed(y, frame.budget)
        frame.budget.text(text.length)
        return text
      }
      return isNumber(x) && isNumber(y) ? arithmetic(operator, x, y) : null
    }
  }
}

function compileRange(from: Evaluate, to: Evaluate): Evaluate {
  return (frame) => {
    const first = from(frame)
    const last = to(frame)
    if (typeof first !== 'number' || typeof last !== 'number') return null
    const count = Math.abs(last - first) + 1
    if (count > MAX_RANGE) throw new TemplateError(`a range of ${count} numbers is too long`)
    frame.budget.step(count)
    const direction = last < first ? -1 : 1
    return new List(Array.from({ length: count }, (_, i) => first + i * direction))
  }
}
