import { type Budget, MAX_TEXT_LENGTH } from '../budget.ts'
import { type JavaRegex, knownJavaRegex, type Match } from '../java-regex/java-regex.ts'
import { PatternError } from '../java-regex/syntax.ts'
import { javaEquals } from './equality.ts'
import { indexOfText, lastIndexOfText } from './text-search.ts'
import { List, TemplateError, type Value } from './value.ts'

type StringMethod = (self: string, args: readonly Value[], budget: Budget) => Value

/** Characters that are compared, or paid for, at once. */
const CHUNK = 1024

const isText = (value: Value | undefined): value is string => typeof value === 'string'
const isInt = (value: Value | undefined): value is number => typeof value === 'number'

/** A method of one text argument; anything else is no such method in Java, hence null. */
const ofText =
  (apply: (self: string, other: string, budget: Budget) => Value): StringMethod =>
  (self, [other, ...rest], budget) => {
    if (!isText(other) || rest.length) return null
    budget.scan(self.length + other.length)
    return apply(self, other, budget)
  }

/** A method that looks for a text, from a place on if one is given. */
const searching =
  (apply: (self: string, other: string, from: number | undefined, budget: Budget) => Value): StringMethod =>
  (self, [other, from], budget) =>
    isText(other) ? apply(self, other, isInt(from) ? from : undefined, budget) : null

const plain =
  (apply: (self: string, budget: Budget) => Value): StringMethod =>
  (self, args, budget) =>
    args.length ? null : apply(self, budget)

/** The methods of java.lang.String that a template may call. */
export const stringMethods: ReadonlyMap<string, StringMethod> = new Map<string, StringMethod>([
  ['length', plain((self) => self.length)],
  ['isEmpty', plain((self) => self === '')],
  ['toString', plain((self) => self)],
  ['trim', plain(trim)],
  ['toLowerCase', plain(lowerCase)],
  ['toUpperCase', plain(upperCase)],
  ['hashCode', (self, args, budget) => (args.length ? null : hashCode(self, budget))],
  ['charAt', (self, [at]) => (isInt(at) ? self.charAt(within(at, self.length - 1)) : null)],
  ['concat', ofText((self, other) => self + other)],
  ['contains', ofText((self, other, budget) => indexOfText(self, other, 0, budget) >= 0)],
  ['endsWith', ofText((self, other) => self.endsWith(other))],
  ['equals', (self, [other], budget) => javaEquals(self, other ?? null, budget)],
  ['equalsIgnoreCase', ofText((self, other, budget) => lowerCase(self, budget) === lowerCase(other, budget))],
  ['compareTo', ofText(compare)],
  ['compareToIgnoreCase', ofText((self, other, budget) => compare(lowerCase(self, budget), lowerCase(other, budget)))],
  ['startsWith', searching(startsWith)],
  ['indexOf', searching((self, other, from = 0, budget) => indexOfText(self, other, from, budget))],
  ['lastIndexOf', searching((self, other, from = Infinity, budget) => lastIndexOfText(self, other, from, budget))],
  ['substring', substring],
  ['subSequence', substring],
  ['replace', replace],
  ['matches', (self, [pattern], budget) => (isText(pattern) ? regex(pattern, budget).matches(self, budget) : null)],
  ['replaceAll', (self, args, budget) => replaceMatches(self, args, budget, Infinity)],
  ['replaceFirst', (self, args, budget) => replaceMatches(self, args, budget, 1)],
  ['split', split],
])

function lowerCase(self: string, budget: Budget): string {
  budget.walk(self.length >>> 1)
  budget.text(self.length)
  return self.toLowerCase()
}

function upperCase(self: string, budget: Budget): string {
  budget.walk(self.length >>> 1)
  budget.text(self.length)
  return self.toUpperCase()
}

/** Java's `trim`: everything up to the blank counts as space. */
function trim(self: string, budget: Budget): string {
  let start = 0
  let end = self.length
  while (start < end && self.charCodeAt(start) <= 32) if (++start % CHUNK === 0) budget.walk(CHUNK)
  while (start < end && self.charCodeAt(end - 1) <= 32) if (--end % CHUNK === 0) budget.walk(CHUNK)
  return self.slice(start, end)
}

/** At a place outside of the text nothing starts, not even the empty text (Java). */
function startsWith(self: string, prefix: string, at = 0, budget: Budget): boolean {
  budget.scan(prefix.length)
  return at >= 0 && at <= self.length && self.startsWith(prefix, at)
}

function within(index: number, last: number): number {
  if (index < 0 || index > last) throw new TemplateError(`String index out of range: ${index}`)
  return index
}

function substring(self: string, [from, to]: readonly Value[]): Value {
  if (!isInt(from)) return null
  if (to === undefined) return self.slice(within(from, self.length))
  if (!isInt(to)) return null
  return self.slice(within(from, within(to, self.length)), to)
}

/** Steps that a replacement costs: two texts are cut and joined. */
const REPLACEMENT = 4

function replace(self: string, [from, to]: readonly Value[], budget: Budget): Value {
  if (!isText(from) || !isText(to)) return null
  // An empty text is found before every character and at the end, in JavaScript as in Java.
  if (from === '') {
    budget.step(self.length)
    budget.text(self.length + (self.length + 1) * to.length)
    return self.replaceAll('', () => to)
  }
  let result = ''
  let copied = 0
  for (;;) {
    const found = indexOfText(self, from, copied, budget)
    budget.step(REPLACEMENT)
    if (found < 0) return result + self.slice(copied)
    result += self.slice(copied, found) + to
    if (result.length > MAX_TEXT_LENGTH) budget.text(result.length)
    copied = found + from.length
  }
}

/** Texts that begin alike are compared by chunks, and only the chunk that differs by its characters. */
function compare(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  let start = 0
  while (start < shared && a.slice(start, start + CHUNK) === b.slice(start, start + CHUNK)) start += CHUNK
  for (let i = start; i < shared; i++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i)
    if (difference) return difference
  }
  return a.length - b.length
}

function hashCode(text: string, budget: Budget): number {
  budget.step(text.length)
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}

/** The patterns that a request has paid for. */
const paid = new WeakMap<Budget, Set<string>>()

function regex(pattern: string, budget: Budget): JavaRegex {
  const patterns = paid.get(budget) ?? new Set()
  paid.set(budget, patterns)
  budget.step(patterns.has(pattern) ? 1 : 512 + pattern.length * 16)
  patterns.add(pattern)
  try {
    return knownJavaRegex(pattern)
  } catch (error) {
    if (error instanceof PatternError) throw new TemplateError(error.message)
    throw error
  }
}

function* matchesIn(pattern: JavaRegex, text: string, budget: Budget, most: number): Generator<Match> {
  let from = 0
  for (let count = 0; count < most; count++) {
    const match = pattern.find(text, from, budget)
    if (!match) return
    yield match
    from = match.end > match.start ? match.end : match.end + 1
  }
}

function replaceMatches(self: string, [source, replacement]: readonly Value[], budget: Budget, most: number): Value {
  if (!isText(source) || !isText(replacement)) return null
  const pattern = regex(source, budget)
  const template = replacementParts(replacement, pattern)
  let result = ''
  let copied = 0
  for (const match of matchesIn(pattern, self, budget, most)) {
    const before = result.length
    result += self.slice(copied, match.start)
    for (const part of template) result += typeof part === 'string' ? part : (match.groups[part] ?? '')
    budget.text(result.length - before)
    copied = match.end
  }
  result += self.slice(copied)
  budget.text(result.length)
  return result
}

/** `$1` and `${name}` stand for groups, a backslash for the character after it (java.util.regex.Matcher). */
function replacementParts(text: string, pattern: JavaRegex): (string | number)[] {
  const parts: (string | number)[] = []
  const token = /\\([\s\S]?)|\$(?:(\d)|\{(\w+)\})?|[^\\$]+/g
  for (const [all, escaped, digit, name] of text.matchAll(token)) {
    if (escaped) parts.push(escaped)
    else if (digit !== undefined) parts.push(Number(digit))
    else if (name !== undefined && pattern.names.has(name)) parts.push(pattern.names.get(name) ?? 0)
    else if (all.startsWith('\\') || all.startsWith('$')) throw new TemplateError('Illegal group reference')
    else parts.push(all)
  }
  return parts
}

/** Empty texts at the end are dropped unless there is a limit, as is an empty one that a zero-width match begins with. */
function split(self: string, [source, limit]: readonly Value[], budget: Budget): Value {
  if (!isText(source)) return null
  const most = isInt(limit) && limit > 0 ? limit - 1 : Infinity
  const parts: string[] = []
  let copied = 0
  for (const match of matchesIn(regex(source, budget), self, budget, Infinity)) {
    if (parts.length >= most) break
    if (match.end === 0) continue
    if (match.start === match.end && match.start === self.length) continue
    parts.push(self.slice(copied, match.start))
    copied = match.end
  }
  parts.push(self.slice(copied))
  if (!isInt(limit) || limit === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop()
  if (parts.length === 1 && parts[0] === '' && self !== '') parts.pop()
  return new List(parts)
}
