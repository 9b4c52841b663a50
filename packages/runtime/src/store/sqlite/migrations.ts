import { UsageError } from '../../kernel/errors.ts'
import type { Database } from './driver.ts'

/** Each leads from the format before it to its own, which is its place in the list. What was released never changes. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS documents (
     kind TEXT NOT NULL, place TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, value TEXT NOT NULL,
     PRIMARY KEY (kind, place, id)
   ) WITHOUT ROWID;
   CREATE TABLE IF NOT EXISTS blobs (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL);`,
  // AUTOINCREMENT: a position is never given twice, also when the newest rows are gone.
  `CREATE TABLE feed (
     position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, place TEXT NOT NULL, id TEXT NOT NULL,
     type TEXT NOT NULL
   );`,
]

/** Brings a database to this version's format; refuses one of a newer version, or of another program. */
export function migrate(database: Database, path: string | undefined): void {
  const { user_version: format } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (format === MIGRATIONS.length) return
  if (format > MIGRATIONS.length) {
    throw new UsageError(
      'ERR_DATA_FORMAT',
      `${path} was written by another version of Sallyport (format ${format}, not ${MIGRATIONS.length})`,
      'Remove it, or keep this version’s state elsewhere with --data-dir.',
    )
  }
  if (format === 0 && hasTables(database)) {
    throw new UsageError(
      'ERR_DATA_FORMAT',
      `${path} is a database of another program`,
      'Keep state elsewhere with --data-dir.',
    )
  }
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const step of MIGRATIONS.slice(format)) database.exec(step)
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`)
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function hasTables(database: Database): boolean {
  const found = database.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table'").get()
  return (found as { count: number }).count > 0
}
