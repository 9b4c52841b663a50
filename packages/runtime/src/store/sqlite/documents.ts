import type { Document, Key, Range } from '../../kernel/transaction.ts'
import type { StoredDocument } from '../store.ts'
import type { Database } from './driver.ts'

/** A document as it lies in the table. */
export type Row = StoredDocument

const AFTER_EVERY_CHARACTER = '\u{10FFFF}'

/** The documents table: SQL lives here and nowhere else. */
export class DocumentTable {
  readonly #database: Database
  readonly #statements = new Map<string, ReturnType<Database['prepare']>>()

  constructor(database: Database) {
    this.#database = database
  }

  #prepare(sql: string) {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  find(key: Key): Row | undefined {
    const sql = 'SELECT kind, place, id, version, value FROM documents WHERE kind = ? AND place = ? AND id = ?'
    return this.#prepare(sql).get(key.kind, key.place, key.id) as Row | undefined
  }

  list(range: Range): Row[] {
    const conditions = ['kind = ?']
    const parameters: (string | number)[] = [range.kind]
    if (range.place !== undefined) {
      conditions.push('place = ?')
      parameters.push(range.place)
    }
    if (range.prefix) {
      conditions.push('id >= ? AND id < ?')
      parameters.push(range.prefix, range.prefix + AFTER_EVERY_CHARACTER)
    }
    if (range.after !== undefined) {
      conditions.push(range.descending ? 'id < ?' : 'id > ?')
      parameters.push(range.after)
    }
    const direction = range.descending ? 'DESC' : 'ASC'
    parameters.push(range.limit ?? -1)
    const sql =
      `SELECT kind, place, id, version, value FROM documents WHERE ${conditions.join(' AND ')} ` +
      `ORDER BY place ${direction}, id ${direction} LIMIT ?`
    return this.#prepare(sql).all(...parameters) as unknown as Row[]
  }

  put(row: Row): void {
    const sql =
      'INSERT INTO documents (kind, place, id, version, value) VALUES (?, ?, ?, ?, ?) ' +
      'ON CONFLICT (kind, place, id) DO UPDATE SET version = excluded.version, value = excluded.value'
    this.#prepare(sql).run(row.kind, row.place, row.id, row.version, row.value)
  }

  delete(key: Key): void {
    this.#prepare('DELETE FROM documents WHERE kind = ? AND place = ? AND id = ?').run(key.kind, key.place, key.id)
  }

  all(): Row[] {
    return this.#prepare('SELECT kind, place, id, version, value FROM documents').all() as unknown as Row[]
  }

  isEmpty(): boolean {
    return this.#prepare('SELECT 1 FROM documents LIMIT 1').get() === undefined
  }

  clear(): void {
    this.#prepare('DELETE FROM documents').run()
  }
}

export function toDocument<T>(row: Row): Document<T> {
  return {
    key: { place: row.place, kind: row.kind, id: row.id },
    version: row.version,
    value: JSON.parse(row.value) as T,
  }
}
