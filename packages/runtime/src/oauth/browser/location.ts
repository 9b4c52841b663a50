import { wellFormed } from '../../kernel/well-formed.ts'

/** A header takes no other characters; a URL that has some stands for the one with their bytes. */
const UNFIT = /[^\x21-\x7e]+/gu

/** The text of a URL, fit for a header. */
export function asciiUrl(text: string): string {
  return text.replaceAll(UNFIT, (part) => encodeURIComponent(wellFormed(part)))
}

export type Parameters = readonly (readonly [name: string, value: string | undefined])[]

/** A URL that was registered, with an answer in its query or fragment (RFC 6749, sections 4.1.2 and 4.2.2). */
export function withAnswer(redirectUri: string, place: 'query' | 'fragment', parameters: Parameters): string {
  const query = parametersText(parameters)
  if (place === 'fragment') return asciiUrl(`${redirectUri}#${query}`)
  return asciiUrl(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`)
}

export function parametersText(parameters: Parameters): string {
  const given = parameters.filter((each): each is readonly [string, string] => each[1] !== undefined)
  return given
    .map(([name, value]) => `${name}=${encodeURIComponent(wellFormed(value)).replaceAll('%20', '+')}`)
    .join('&')
}
