/** A text whose lines inside brackets, braces and quotes stand deeper than the block around them. */
export interface IndentedText {
  readonly text: string
  /** How many spaces each line was given. */
  readonly added: readonly number[]
}

/**
 * To CloudFormation's parser, as to most that read YAML 1.1, indentation means nothing inside a flow collection or a
 * quoted text: a list may be closed at its parent's indent (recorded from AWS). YAML 1.2 and the parser here want such
 * lines deeper than the parent, and this gives them what they lack. Everything else stays as it is written.
 */
export function indentFlow(text: string): IndentedText {
  const lines = new BlockReader()
  const added: number[] = []
  const indented = text.split('\n').map((line) => {
    const missing = lines.read(line)
    added.push(missing)
    return ' '.repeat(missing) + line
  })
  return { text: indented.join('\n'), added }
}

const isSpace = (character: string | undefined) => character === undefined || /\s/.test(character)
const isIndicator = (character: string | undefined) => character !== undefined && ',[]{}'.includes(character)

/** Follows a text as far as is needed to know, at the start of a line, what the line is in. */
class BlockReader {
  /** Column of the key or the dash that the node read last belongs to. */
  #parent = -1
  #flowDepth = 0
  #quote = ''
  /** Lines deeper than this are text: of a block scalar, or of a plain one that goes on. */
  #textBelow: number | undefined
  /** A node may begin here; inside a plain text, a bracket or a quote is a character like others. */
  #isStart = true
  #isPlain = false
  #column: number | undefined

  /** Reads the next line, and gives the number of spaces that it lacks. */
  read(line: string): number {
    const indent = line.length - line.trimStart().length
    const spaces = /^ */.exec(line)?.[0].length ?? 0
    if (this.#quote !== '' || this.#flowDepth > 0) {
      const parent = this.#parent
      this.#scan(line, 0)
      return Math.max(0, parent + 1 - spaces)
    }
    if (line.trim() === '') return 0
    if (this.#textBelow !== undefined && spaces > this.#textBelow) return 0
    this.#textBelow = undefined
    this.#begin()
    this.#scan(line, indent)
    if (this.#isPlain && this.#quote === '' && this.#flowDepth === 0) this.#textBelow = this.#parent
    return 0
  }

  #begin(): void {
    this.#isStart = true
    this.#isPlain = false
    this.#column = undefined
  }

  #scan(line: string, from: number): void {
    let at = from
    while (at < line.length) {
      if (this.#quote !== '') at = this.#inQuotes(line, at)
      else if (isSpace(line[at])) at++
      else if (line[at] === '#' && (at === 0 || isSpace(line[at - 1]))) return
      else at = this.#flowDepth > 0 ? this.#inFlow(line, at) : this.#inBlock(line, at)
    }
  }

  #inQuotes(line: string, at: number): number {
    if (this.#quote === '"' && line[at] === '\\') return at + 2
    if (line[at] !== this.#quote) return at + 1
    if (this.#quote === "'" && line[at + 1] === "'") return at + 2
    this.#quote = ''
    // As in JSON, a quoted key needs no space after its colon.
    if (this.#flowDepth === 0 || line[at + 1] !== ':') return at + 1
    this.#isStart = true
    return at + 2
  }

  #inFlow(line: string, at: number): number {
    const [character, next] = [line[at] as string, line[at + 1]]
    if (character === ']' || character === '}') {
      this.#flowDepth--
      this.#isStart = false
    } else if (character === ',' || (character === ':' && (isSpace(next) || isIndicator(next)))) {
      this.#isStart = true
    } else {
      return this.#node(line, at)
    }
    return at + 1
  }

  #inBlock(line: string, at: number): number {
    const [character, next] = [line[at], line[at + 1]]
    if (character === ':' && isSpace(next)) {
      this.#parent = this.#column ?? at
      this.#begin()
      return at + 1
    }
    if (this.#isStart && isSpace(next) && (character === '-' || character === '?')) {
      this.#parent = at
      this.#begin()
      return at + 1
    }
    if (this.#isStart && (character === '|' || character === '>')) {
      this.#textBelow = this.#parent
      return line.length
    }
    return this.#node(line, at)
  }

  /** A character that begins a node, or goes on with one. */
  #node(line: string, at: number): number {
    const character = line[at] as string
    this.#column ??= at
    if (this.#isStart && (character === '!' || character === '&')) {
      const end = line.slice(at).search(/[\s,[\]{}]/)
      return end < 0 ? line.length : at + end
    }
    if ((this.#isStart || this.#flowDepth > 0) && (character === '[' || character === '{')) {
      this.#flowDepth++
      this.#isStart = true
      return at + 1
    }
    if (this.#isStart && (character === '"' || character === "'")) this.#quote = character
    else if (this.#flowDepth === 0) this.#isPlain = true
    this.#isStart = false
    return at + 1
  }
}
