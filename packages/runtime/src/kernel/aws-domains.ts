/** Below these lie AWS's endpoints, emulated or not (botocore's partitions). */
export const AWS_DOMAINS = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'amazoncognito.com',
  'api.aws',
  'on.aws',
] as const

/** The domain of AWS's that a host name lies below, or is. */
export function awsDomainOf(name: string): string | undefined {
  return AWS_DOMAINS.find((known) => name === known || name.endsWith(`.${known}`))
}
