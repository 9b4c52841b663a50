import type { Environment } from './endpoint-environment.ts'

export const FORMATS = ['shell', 'json', 'dotenv', 'powershell'] as const
export type Format = (typeof FORMATS)[number]

/** Variables as lines that a shell, a program or an env file takes as they are. */
export function environmentText({ set, unset }: Environment, format: Format): string {
  const entries = Object.entries(set)
  const lines: Readonly<Record<Format, () => string[]>> = {
    shell: () => [
      ...(unset.length > 0 ? [`unset ${unset.join(' ')}`] : []),
      ...entries.map(([name, value]) => `export ${name}=${shellQuoted(value)}`),
    ],
    json: () => [JSON.stringify(set, undefined, 2)],
    dotenv: () => entries.map(([name, value]) => `${name}=${dotenvQuoted(value)}`),
    powershell: () => [
      ...unset.map((name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`),
      ...entries.map(([name, value]) => `$env:${name} = '${value.replaceAll("'", "''")}'`),
    ],
  }
  return `${lines[format]().join('\n')}\n`
}

function shellQuoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}

function dotenvQuoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : JSON.stringify(value)
}
