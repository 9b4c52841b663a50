import { packageFilePath } from '../../../package-files.ts'

/** Shipped as it is: Python reads it. */
export const BOOTSTRAP = packageFilePath('src/functions/runtimes/python/bootstrap.py')
