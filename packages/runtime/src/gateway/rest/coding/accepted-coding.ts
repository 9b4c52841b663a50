/** What an API compresses with. */
export type Coding = 'gzip' | 'deflate'

const CODING = /^\s*([^\s;]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/i

/**
 * What a client wants its answer compressed with: the coding that `Accept-Encoding` puts first, if it is one of these and
 * named; undefined: as it is (documented: api-gateway-enable-compression, api-gateway-receive-response-with-compressed-
 * payload). Of several with the same weight the first counts (inferred from the documented `gzip, deflate, br`).
 */
export function acceptedCoding(acceptEncoding: string | undefined): Coding | undefined {
  let best = ''
  let highest = 0
  for (const part of acceptEncoding?.split(',') ?? []) {
    const [, name, weight = '1'] = CODING.exec(part) ?? []
    if (name === undefined || Number(weight) <= highest) continue
    best = name.toLowerCase()
    highest = Number(weight)
  }
  return best === 'gzip' || best === 'deflate' ? best : undefined
}
