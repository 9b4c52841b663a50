/** The key of the settings for every method. */
const EVERY_METHOD = '*/*'

/** `/a/b GET` for `~1a~1b/GET`, and also for `a~1b/GET`: both forms are in use (recorded on AWS; the CDK writes the first). */
export function methodOf(key: string): string {
  if (key === EVERY_METHOD) return '*'
  const slash = key.lastIndexOf('/')
  const path = key.slice(0, slash).replaceAll('~1', '/').replaceAll('~0', '~')
  return `${path.startsWith('/') ? path : `/${path}`} ${key.slice(slash + 1)}`
}
