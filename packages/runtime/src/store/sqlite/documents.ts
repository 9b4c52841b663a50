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
    for (const { condition, id } of boundsOf(range)) {
      conditions.push(condition)
      parameters.push(id)
    }
    const direction = range.descending ? 'DESC' : 'ASC'
    parameters.push(range.limit ?? -1)
    const sql =
      `SELECT kind, place, id, version, value FROM documents WHERE ${conditions.join(' AND ')} ` +
      `ORDER BY place ${direction}, id ${direction} LIMIT ?`
    return this.#prepare(sql).all(...parameters) as unknown as Row[]
  }

  places(): string[] {
    const sql = 'SELECT DISTINCT place FROM documents ORDER BY place'
    return (this.#prepare(sql).all() as { place: string }[]).map(({ place }) => place)
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

interface Bound {
  readonly condition: string
  readonly id: string
}

/**
 * One bound on each side: of two, SQLite seeks by either and walks up to the other, so that a page would cost what lies
 * before it.
 */
function boundsOf({ prefix = '', after, descending = false }: Range): Bound[] {
  const bounds: Bound[] = []
  const isWithin = after?.startsWith(prefix) ?? false
  if (prefix !== '' && !(isWithin && !descending)) bounds.push({ condition: 'id >= ?', id: prefix })
  if (prefix !== '' && !(isWithin && descending)) {
    bounds.push({ condition: 'id < ?', id: prefix + AFTER_EVERY_CHARACTER })
  }
  if (after !== undefined) bounds.push({ condition: descending ? 'id < ?' : 'id > ?', id: after })
  return bounds
}

export function toDocument<T>(row: Row): Document<T> {
  return {
    key: { place: row.place, kind: row.kind, id: row.id },
    version: row.version,
    value: JSON.parse(row.value) as T,
  }
}
