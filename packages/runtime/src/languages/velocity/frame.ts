import { type Budget, BudgetExceededError, MAX_TEXT_LENGTH } from '../budget.ts'
import type { Nesting } from './define.ts'
import type { Value } from './value.ts'

/** What a template sees from outside under a name: `input`, `context`, `util`, `stageVariables`. */
export interface Globals {
  get(name: string): Value
}

/** One rendering: its variables, its output so far, what it may still spend. */
export class Frame {
  readonly globals: Globals
  readonly budget: Budget
  readonly variables: Map<string, Value>
  readonly nesting: Nesting
  output = ''

  constructor(
    globals: Globals,
    budget: Budget,
    variables: Map<string, Value> = new Map(),
    nesting: Nesting = { depth: 0 },
  ) {
    this.globals = globals
    this.budget = budget
    this.variables = variables
    this.nesting = nesting
  }

  /** Answers 0, "go on", so that a statement can end with it. */
  write(text: string): 0 {
    this.budget.step()
    this.output += text
    if (this.output.length > MAX_TEXT_LENGTH) throw new BudgetExceededError(`${MAX_TEXT_LENGTH} characters of output`)
    return 0
  }

  lookUp(name: string): Value {
    return this.variables.get(name) ?? this.globals.get(name)
  }

  /** A rendering into a string of its own that shares everything else. */
  inner(): Frame {
    return new Frame(this.globals, this.budget, this.variables, this.nesting)
  }
}
