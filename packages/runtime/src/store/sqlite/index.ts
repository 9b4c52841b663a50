export { STORE_FORMAT } from './migrations.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite-store.ts'
