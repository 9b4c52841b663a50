import type { Budget } from '../budget.ts'
import { compileStatements, renderText } from './compile.ts'
import { Frame, type Globals } from './frame.ts'
import { parseTemplate } from './parse-template.ts'
import type { Statement } from './syntax.ts'
import { TemplateSyntaxError } from './syntax.ts'

/** Documented quota: 300 KB for one mapping template. */
const MAX_TEMPLATE_BYTES = 300 * 1024

/** A mapping template, ready to run. */
export interface Template {
  /** The output of a template that says the same to everyone; such a template need not run. */
  readonly constant: string | undefined
  /** Throws `TemplateError` or `BudgetExceededError` when the template fails. */
  render(globals: Globals, budget: Budget): string
}

/** Throws {@link TemplateSyntaxError} for what Velocity, as API Gateway has it, cannot compile. */
export function compileTemplate(text: string): Template {
  if (Buffer.byteLength(text) > MAX_TEMPLATE_BYTES) {
    throw new TemplateSyntaxError(`the template is larger than ${MAX_TEMPLATE_BYTES} bytes`, text, 0)
  }
  const statements = parseTemplate(text)
  const constant = constantOf(statements)
  const render = compileStatements(statements, text)
  return {
    constant,
    render: (globals, budget) => constant ?? renderText(render, new Frame(globals, budget)),
  }
}

function constantOf(statements: readonly Statement[]): string | undefined {
  let text = ''
  for (const statement of statements) {
    if (statement.kind !== 'text') return undefined
    text += statement.text
  }
  return text
}

/** What is wrong with the text of a template, for whoever edits an API; undefined when it compiles. */
export function problemWithTemplate(text: string): string | undefined {
  try {
    compileTemplate(text)
    return undefined
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return error.message
    throw error
  }
}
