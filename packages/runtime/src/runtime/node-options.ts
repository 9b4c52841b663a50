/** Options stand between blanks; quotes keep blanks together, as Node reads them. */
const OPTION = /(?:[^ "]|"(?:\\.|[^"\\])*")+/g

/** `NODE_OPTIONS` with a module to load first, added to what a shell has. The same module of another place gives way. */
export function nodeOptions(present: string, path: string): string {
  const [name] = /[^/\\]+$/.exec(path) ?? [path]
  const others = (present.match(OPTION) ?? []).filter((option) => !loads(option, name))
  return [...others, `--require=${quoted(path)}`].join(' ')
}

function loads(option: string, name: string): boolean {
  const text = option.replaceAll('"', '')
  return text.startsWith('--require=') && /[^/\\]+$/.exec(text)?.[0] === name
}

function quoted(path: string): string {
  return /[ "]/.test(path) ? `"${path.replaceAll(/["\\]/g, '\\$&')}"` : path
}
