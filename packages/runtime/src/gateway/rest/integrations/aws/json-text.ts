/** Longer texts are for the runtime's own writer. */
const SHORT = 200
const QUOTE = 0x22
const BACKSLASH = 0x5c

/** A JSON string. Most texts of an event are short and need no escape: looking is cheaper than a call out of JavaScript. */
export function jsonText(text: string): string {
  if (text.length > SHORT) return JSON.stringify(text)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) return JSON.stringify(text)
  }
  return `"${text}"`
}
