const HALVES = /\p{Surrogate}/gu

/**
 * A text without halves of characters, which JSON can spell and nothing else: neither UTF-8 nor an address can be made of
 * them. Each becomes the replacement character, as where they are written down.
 */
export function wellFormed(text: string): string {
  return text.replaceAll(HALVES, '\ufffd')
}
