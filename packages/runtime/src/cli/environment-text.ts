import type { ShellChanges } from './shell-changes.ts'

export const FORMATS = ['shell', 'powershell', 'dotenv', 'github', 'json'] as const
/** The only variable that $GITHUB_ENV does not take: it reports an error (actions/runner, FileCommandManager.cs). */
const REFUSED_BY_GITHUB = 'NODE_OPTIONS'
export type Format = (typeof FORMATS)[number]

/** Variables as lines that a shell, a program or an env file takes as they are. */
export function environmentText({ copy, set, unset, emptied }: ShellChanges, format: Format): string {
  const entries = Object.entries(set)
  const lines: Readonly<Record<Format, () => string[]>> = {
    shell: () => [
      ...copy.map(([from, to]) => `export ${to}="$${from}"`),
      ...(unset.length > 0 ? [`unset ${unset.join(' ')}`] : []),
      ...entries.map(([name, value]) => `export ${name}=${shellQuoted(value)}`),
    ],
    powershell: () => [
      ...copy.map(([from, to]) => `$env:${to} = $env:${from}`),
      ...unset.map((name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`),
      ...entries.map(([name, value]) => `$env:${name} = '${value.replaceAll("'", "''")}'`),
    ],
    dotenv: () => [
      ...emptied.map((name) => `${name}=`),
      ...entries.map(([name, value]) => `${name}=${dotenvQuoted(value)}`),
    ],
    // $GITHUB_ENV takes everything behind the equals sign as it is, quotes included.
    github: () =>
      [...emptied.map((name) => [name, '']), ...entries]
        .filter(([name]) => name !== REFUSED_BY_GITHUB)
        .map(([name, value]) => `${name}=${value}`),
    json: () => [JSON.stringify({ ...Object.fromEntries(emptied.map((name) => [name, null])), ...set }, undefined, 2)],
  }
  return lines[format]()
    .map((line) => `${line}\n`)
    .join('')
}

function shellQuoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}

function dotenvQuoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : JSON.stringify(value)
}
