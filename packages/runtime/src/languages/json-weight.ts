import type { Budget } from './budget.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
/** Of brackets and braces, which differ in this bit. */
const OPENING = 0x7b
const CLOSING = 0x7d
const BRACE = 0x20
/** In halves of a step, of what `JSON.parse` makes of them: a name may be one that no other object has. */
const PRICES = { value: 1, text: 2, name: 4, container: 4 }
/** Paid at a time. */
const HALVES_AT_ONCE = 1024

/**
 * Pays for what `JSON.parse` would make of a text, before it does: ten megabytes can take it a second. Gives the depth of
 * lists and objects within one another. A text that is no JSON is found out by whoever parses it.
 */
export function weighJson(text: string, budget: Budget): number {
  let depth = 0
  let deepest = 0
  let halves = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = endOfText(text, at)
      halves += PRICES.text
    } else if (code === COMMA) halves += PRICES.value
    else if (code === COLON) halves += PRICES.name
    else if ((code | BRACE) === OPENING) {
      halves += PRICES.container
      if (++depth > deepest) deepest = depth
    } else if ((code | BRACE) === CLOSING) depth--
    if (halves > HALVES_AT_ONCE) {
      budget.step(halves >>> 1)
      halves = 0
    }
  }
  budget.step(halves >>> 1)
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
