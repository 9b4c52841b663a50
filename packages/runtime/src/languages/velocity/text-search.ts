import type { Budget } from '../budget.ts'

/** Up to here JavaScript's own search is used; its worst case is the product of both lengths, which is then paid. */
const SHORT = 16

/** Where `wanted` begins in `text`, at `from` or later; -1 when nowhere. Linear in time, unlike JavaScript's search. */
export function indexOfText(text: string, wanted: string, from: number, budget: Budget): number {
  const start = Math.min(Math.max(from, 0), text.length)
  if (wanted.length <= SHORT) {
    const found = text.indexOf(wanted, start)
    payShort((found < 0 ? text.length : found) - start, wanted, budget)
    return found
  }
  budget.walk(text.length - start + wanted.length)
  for (const found of occurrences(text, wanted, start)) return found
  return -1
}

/** One character is looked for much faster than several. */
function payShort(length: number, wanted: string, budget: Budget): void {
  if (wanted.length > 1) budget.walk((length * wanted.length) >>> 2)
  else budget.scan(length)
}

/** As {@link indexOfText}, for the last place that is not after `from`. */
export function lastIndexOfText(text: string, wanted: string, from: number, budget: Budget): number {
  if (from < 0) return -1
  if (wanted.length <= SHORT) {
    payShort(text.length, wanted, budget)
    return text.lastIndexOf(wanted, from)
  }
  budget.walk(text.length + wanted.length)
  let last = -1
  for (const found of occurrences(text, wanted, 0)) {
    if (found > from) break
    last = found
  }
  return last
}

/** Knuth, Morris and Pratt: no character of the text is read twice. Occurrences may overlap. */
function* occurrences(text: string, wanted: string, start: number): Generator<number> {
  if (wanted.length > text.length - start) return
  const borders = bordersOf(wanted)
  for (let at = start, matched = 0; at < text.length; at++) {
    while (matched > 0 && wanted.charCodeAt(matched) !== text.charCodeAt(at)) matched = borders[matched - 1] ?? 0
    if (wanted.charCodeAt(matched) === text.charCodeAt(at)) matched++
    if (matched === wanted.length) {
      yield at + 1 - matched
      matched = borders[matched - 1] ?? 0
    }
  }
}

/** By length of a beginning, less one: the longest shorter beginning that it also ends with. */
function bordersOf(text: string): Uint32Array {
  const borders = new Uint32Array(text.length)
  for (let at = 1, length = 0; at < text.length; at++) {
    while (length > 0 && text.charCodeAt(at) !== text.charCodeAt(length)) length = borders[length - 1] ?? 0
    if (text.charCodeAt(at) === text.charCodeAt(length)) length++
    borders[at] = length
  }
  return borders
}
