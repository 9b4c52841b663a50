import { createExpressionCompiler, type Evaluate } from './compile-expression.ts'
import { DefinedText } from './define.ts'
import { noteFailure } from './failure-place.ts'
import { Foreach, iterationOf } from './foreach.ts'
import type { Frame } from './frame.ts'
import { assign } from './methods.ts'
import { parseTemplate } from './parse-template.ts'
import { printed } from './print.ts'
import type { Reference, Shape, Statement } from './syntax.ts'

/** What stopped a block: nothing, `#break`, `#stop`. */
export type Signal = 0 | 1 | 2
export type Render = (frame: Frame) => Signal

const GO_ON = 0
const BREAK = 1
const STOP = 2

const expressions = createExpressionCompiler((text, depth) => {
  // A string within a template has no place of its own: its statement has.
  const render = compileStatements(parseTemplate(text, depth), undefined)
  return (frame) => renderText(render, frame)
})

/** `template` is the text that the statements stand in, where a failure is to tell its place. */
export function compileStatements(statements: readonly Statement[], template: string | undefined): Render {
  const renders = statements.map((statement) => compileStatement(statement, template))
  return template === undefined ? inTurn(renders) : placed(renders, statements, template)
}

function inTurn(renders: readonly Render[]): Render {
  const [only] = renders
  if (renders.length === 1 && only) return only
  return (frame) => {
    for (const render of renders) {
      const signal = render(frame)
      if (signal !== GO_ON) return signal
    }
    return GO_ON
  }
}

function placed(renders: readonly Render[], statements: readonly Statement[], template: string): Render {
  return (frame) => {
    let next = 0
    try {
      for (; next < renders.length; next++) {
        const signal = (renders[next] as Render)(frame)
        if (signal !== GO_ON) return signal
      }
      return GO_ON
    } catch (error) {
      noteFailure(error, template, statements[next]?.at ?? 0)
      throw error
    }
  }
}

function compileStatement(statement: Statement, template: string | undefined): Render {
  const block = (statements: readonly Statement[]) => compileStatements(statements, template)
  switch (statement.kind) {
    case 'text':
      return (frame) => frame.write(statement.text)
    case 'reference': {
      const value = expressions.reference(statement.reference)
      return (frame) => frame.write(printed(value(frame), frame.budget))
    }
    case 'escaped': {
      const value = expressions.reference(statement.reference)
      return (frame) => frame.write(value(frame) === null ? `\\${statement.source}` : statement.source)
    }
    case 'set':
      return compileSet(statement.target, expressions.expression(statement.value))
    case 'if':
      return compileIf(statement, block)
    case 'foreach':
      return compileForeach(statement.name, expressions.expression(statement.over), block(statement.body))
    case 'define':
      return compileDefine(statement.name, block(statement.body))
    case 'break':
      return () => BREAK
    case 'stop':
      return () => STOP
  }
}

/** A null on the right leaves the target as it was (Velocity 1.7's `directive.set.null.allowed = false`). */
function compileSet(target: Reference, value: Evaluate): Render {
  const last = target.path.at(-1)
  if (!last) {
    return (frame) => {
      const result = value(frame)
      if (result !== null) frame.variables.set(target.name, result)
      frame.budget.step()
      return GO_ON
    }
  }
  const owner = expressions.reference({ name: target.name, path: target.path.slice(0, -1) })
  const key: Evaluate = last.kind === 'index' ? expressions.expression(last.index) : () => last.name
  return (frame) => {
    const result = value(frame)
    if (result !== null) assign(owner(frame), key(frame), result)
    frame.budget.step()
    return GO_ON
  }
}

function compileIf(
  { branches, otherwise }: Shape & { kind: 'if' },
  block: (statements: readonly Statement[]) => Render,
): Render {
  const compiled = branches.map(({ condition, body }) => ({ test: expressions.truth(condition), render: block(body) }))
  const last = block(otherwise)
  return (frame) => {
    frame.budget.step()
    for (const { test, render } of compiled) if (test(frame)) return render(frame)
    return last(frame)
  }
}

function compileForeach(name: string, over: Evaluate, body: Render): Render {
  return (frame) => {
    const items = iterationOf(over(frame), frame.budget)
    if (!items.length) return GO_ON
    const { variables } = frame
    const saved = ['foreach', 'velocityCount', 'velocityHasNext', name].map((key) => [key, variables.get(key)] as const)
    const parent = variables.get('foreach')
    const loop = new Foreach(items.length, parent instanceof Foreach ? parent : null)
    let signal: Signal = GO_ON
    for (const item of items) {
      frame.budget.step()
      variables
        .set('foreach', loop)
        .set('velocityCount', loop.index + 1)
        .set('velocityHasNext', loop.hasNext)
      if (item === null) variables.delete(name)
      else variables.set(name, item)
      signal = body(frame)
      if (signal !== GO_ON) break
      loop.index++
    }
    for (const [key, value] of saved) {
      if (value === undefined) variables.delete(key)
      else variables.set(key, value)
    }
    return signal === STOP ? STOP : GO_ON
  }
}

/** Accepted by API Gateway (observed: the Serverless Framework's default request template). `#stop` ends the text only. */
function compileDefine(name: string, body: Render): Render {
  return (frame) => {
    frame.budget.step()
    frame.variables.set(name, new DefinedText(() => renderText(body, frame.inner()), frame.nesting))
    return GO_ON
  }
}

/** Renders a whole template or an interpolated string. */
export function renderText(render: Render, frame: Frame): string {
  render(frame)
  return frame.output
}
