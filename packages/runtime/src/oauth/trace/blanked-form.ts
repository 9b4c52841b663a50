const SECRET = /password|secret/i
const BLANK = '(left out)'

/** A form without what nobody but its sender may know: what people type as a password, and secrets of clients. */
export function blankedForm(text: string): string {
  return text
    .split('&')
    .map((pair) => {
      const [name = ''] = new URLSearchParams(pair).keys()
      return SECRET.test(name) ? `${pair.split('=', 1)[0]}=${BLANK}` : pair
    })
    .join('&')
}
