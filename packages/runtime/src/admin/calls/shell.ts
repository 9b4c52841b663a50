/** A text as one word for a shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** The same where `$NAME` in it is to be filled in by the shell. */
export function filledIn(text: string, name: string): string {
  const parts = text.split(`$${name}`)
  return `"${parts.map((part) => part.replace(/[\\"$`!]/g, '\\$&')).join(`$${name}`)}"`
}
