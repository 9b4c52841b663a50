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
  // The routes of an HTTP API are found by their keys, too.
  `INSERT INTO documents (kind, place, id, version, value)
     SELECT 'apigatewayv2/route-key', place, substr(id, 1, instr(id, '/')) || (value ->> 'routeKey'), 1,
       json_object('routeId', value ->> 'routeId', 'routeKey', value ->> 'routeKey')
     FROM documents WHERE kind = 'apigatewayv2/route'
     ON CONFLICT DO NOTHING;`,
]

/** The format of this version: what databases and worlds are written in. */
export const STORE_FORMAT = MIGRATIONS.length

/**
 * Brings a database to a format, this version's unless another is named; refuses one of a newer version, or of another
 * program.
 */
export function migrate(database: Database, path: string | undefined, wanted = STORE_FORMAT): void {
  const { user_version: format } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (format === wanted) return
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
    for (const step of MIGRATIONS.slice(format, wanted)) database.exec(step)
    database.exec(`PRAGMA user_version = ${wanted}; COMMIT`)
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function hasTables(database: Database): boolean {
  const found = database.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table'").get()
  return (found as { count: number }).count > 0
}
