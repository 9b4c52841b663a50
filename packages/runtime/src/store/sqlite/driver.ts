import type { DatabaseSync } from '@photostructure/sqlite'

export type Database = InstanceType<typeof DatabaseSync>

/**
 * Opens an SQLite database with Node's own module where it is built in without a flag (Node 22.13 and later), else with
 * @photostructure/sqlite, which has the same interface and carries its binaries inside the package.
 */
export async function openDatabase(path: string): Promise<Database> {
  const builtIn = await importBuiltIn()
  if (builtIn) return new builtIn.DatabaseSync(path)
  const { DatabaseSync } = await import('@photostructure/sqlite')
  return new DatabaseSync(path)
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => Database
}

async function importBuiltIn(): Promise<SqliteModule | undefined> {
  const name = 'node:sqlite'
  const emitWarning = process.emitWarning
  try {
    // Importing it announces that it is experimental. Users of this program can do nothing about that.
    process.emitWarning = () => {}
    return (await import(name)) as SqliteModule
  } catch {
    return undefined
  } finally {
    process.emitWarning = emitWarning
  }
}
