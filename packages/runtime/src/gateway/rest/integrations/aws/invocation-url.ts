import { parseArn } from '../../../../kernel/arn.ts'
import { urlSuffixOf } from '../../../../kernel/place.ts'

/** Where AWS calls a function, as its logs tell. */
export function invocationUrl(functionArn: string, region = parseArn(functionArn)?.region ?? ''): URL {
  const host = `lambda.${region}.${urlSuffixOf(region)}`
  return new URL(`https://${host}/2015-03-31/functions/${encodeURI(functionArn)}/invocations`)
}
