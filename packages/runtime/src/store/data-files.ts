/** The database of a data directory, and what SQLite keeps beside it. */
export const DATABASE_FILE = 'sallyport.db'
export const DATABASE_FILES = [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`] as const
