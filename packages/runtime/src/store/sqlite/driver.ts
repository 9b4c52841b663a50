import type { DatabaseSync } from '@photostructure/sqlite'

export type Database = InstanceType<typeof DatabaseSync>

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => Database
}

/**
 * Opens an SQLite database with Node's own module where it is built in without a flag (Node 22.13 and later), else with
 * @photostructure/sqlite, which has the same interface and carries its binaries inside the package.
 */
export async function openDatabase(path: string): Promise<Database> {
  // It announces that it is experimental when it is loaded: the CLI keeps that from its users, who can do nothing about it.
  const builtIn = process.getBuiltinModule('node:sqlite') as SqliteModule | undefined
  const { DatabaseSync } = builtIn ?? (await import('@photostructure/sqlite'))
  return new DatabaseSync(path)
}
