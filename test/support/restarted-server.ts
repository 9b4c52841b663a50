import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { type SallyportProcess, startSallyport } from './sallyport-process.ts'

/** A server with data of its own for each test of a file, which the test may kill and start again on the same data. */
export function restartedServer() {
  let dataDir: string
  let sallyport: SallyportProcess | undefined
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'sallyport-restarted-'))
  })
  afterEach(async () => {
    await sallyport?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return async (): Promise<SallyportProcess> => {
    sallyport = await startSallyport({ dataDir, args: ['--log-level', 'warn'] })
    return sallyport
  }
}
