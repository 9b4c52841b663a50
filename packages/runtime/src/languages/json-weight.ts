import type { Budget } from './budget.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])
/** In steps of a {@link Budget}, of what `JSON.parse` makes of them: a name may be one that no other object has. */
const PRICES = { value: 1 / 2, text: 1, name: 2, container: 2 }

/**
 * Pays for what `JSON.parse` would make of a text, before it does: ten megabytes can take it a second. Gives the depth of
 * lists and objects within one another. A text that is no JSON is found out by whoever parses it.
 */
export function weighJson(text: string, budget: Budget): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = endOfText(text, at)
      budget.step(PRICES.text)
    } else if (code === COMMA) budget.step(PRICES.value)
    else if (code === COLON) budget.step(PRICES.name)
    else if (OPENING.has(code)) {
      budget.step(PRICES.container)
      deepest = Math.max(deepest, ++depth)
    } else if (CLOSING.has(code)) depth--
  }
  return deepest
}

/** Where its closing quote stands. */
function endOfText(text: string, start: number): number {
  let at = start + 1
  for (let code = text.charCodeAt(at); at < text.length && code !== QUOTE; code = text.charCodeAt(at)) {
    at += code === BACKSLASH ? 2 : 1
  }
  return at
}
