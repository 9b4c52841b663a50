import type { Budget } from '../budget.ts'
import { isJsonObject, type JsonValue } from './json.ts'

/** Equal values give equal texts, whatever the order of their members. */
export function canonical(value: JsonValue, budget: Budget): string {
  budget.step(2)
  const text = textOf(value, budget)
  budget.rewrite(text.length)
  return text
}

function textOf(value: JsonValue, budget: Budget): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, budget)).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const members = Object.keys(value).sort()
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name] as JsonValue, budget)}`).join(',')}}`
}
