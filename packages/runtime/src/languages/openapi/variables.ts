/** A text with `${name}` replaced by what the name stands for; a name that is not known stays. */
export function withVariables(text: string, values: ReadonlyMap<string, string>): string {
  if (values.size === 0 || !text.includes('${')) return text
  return text.replace(/\$\{([^{}]+)\}/g, (whole, name: string) => values.get(name) ?? whole)
}
