/**
 * As `aws s3 sync` filters: everything is wanted, then each pattern decides in its turn, those that exclude before those
 * that include (documented: the CLI's `s3` commands; the CDK puts them in this order).
 */
export function fileFilter(exclude: readonly string[], include: readonly string[]): (path: string) => boolean {
  const rules = [
    ...exclude.map((pattern) => ({ pattern: expressionOf(pattern), isWanted: false })),
    ...include.map((pattern) => ({ pattern: expressionOf(pattern), isWanted: true })),
  ]
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.isWanted ?? true
}

/** `*` any text, slashes too; `?` a character; `[…]` one of a set, `[!…]` none of it. */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replaceAll(/\[(!?)([^\]]+)\]|[\s\S]/g, (part, not: string | undefined, set?: string) => {
    if (set !== undefined) return `[${not ? '^' : ''}${set.replaceAll(/[\\^[]/g, '\\$&')}]`
    if (part === '*') return '[^]*'
    if (part === '?') return '[^]'
    return part.replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
  })
  return new RegExp(`^${source}$`)
}
