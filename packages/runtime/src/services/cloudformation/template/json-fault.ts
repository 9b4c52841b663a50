type State = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing'

const SPACE = /[ \t\n\r]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside a text
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?![\w.+-])/y

/** Where a text stops being JSON: V8 tells it for some mistakes only. */
export function jsonFault(text: string): number {
  let at = 0
  const open: ('{' | '[')[] = []
  const skip = (token: RegExp): boolean => {
    token.lastIndex = at
    const found = token.exec(text)
    if (found) at += found[0].length
    return found !== null
  }
  const afterValue = (): State => (open.length === 0 ? 'nothing' : 'comma-or-end')
  const close = (character: string | undefined): boolean => {
    const opened = open.at(-1)
    if ((opened === '{' && character !== '}') || (opened === '[' && character !== ']') || !opened) return false
    open.pop()
    at++
    return true
  }

  let state: State | undefined = 'value'
  while (state) {
    skip(SPACE)
    state = next(state)
  }
  return at

  function next(now: State): State | undefined {
    const character = text[at]
    switch (now) {
      case 'value-or-end':
        if (character === ']' && close(character)) return afterValue()
        return next('value')
      case 'value':
        if (character === '{' || character === '[') {
          open.push(character)
          at++
          return character === '{' ? 'key-or-end' : 'value-or-end'
        }
        return skip(STRING) || skip(SCALAR) ? afterValue() : undefined
      case 'key-or-end':
        if (character === '}' && close(character)) return afterValue()
        return next('key')
      case 'key':
        return skip(STRING) ? 'colon' : undefined
      case 'colon':
        if (character !== ':') return undefined
        at++
        return 'value'
      case 'comma-or-end':
        if (close(character)) return afterValue()
        if (character !== ',') return undefined
        at++
        return open.at(-1) === '{' ? 'key' : 'value'
      case 'nothing':
        return undefined
    }
  }
}
