import { dirname } from 'node:path'
import { packageFilePath } from '../../../package-files.ts'
import { pipeChannel } from '../../environment/pipe-channel.ts'
import type { RuntimeFamily } from '../runtime.ts'
import { PythonFinder } from './interpreter.ts'

/** Shipped as it is: Python reads it. */
export const BOOTSTRAP = packageFilePath('src/functions/runtimes/python/bootstrap.py')

const MINOR_VERSIONS = [6, 7, 8, 9, 10, 11, 12, 13, 14]

const finder = new PythonFinder()

/** Through a runtime of our own, `bootstrap.py`, in the Python of this machine that is nearest. */
export const pythonFamily: RuntimeFamily = {
  names: MINOR_VERSIONS.map((minor) => `python3.${minor}`),
  async start({ version, host, optRoot, tmp }) {
    return {
      command: await finder.find(version.runtime, host.interpreters.python),
      // What is compiled is kept beside code that was unpacked here, and not in a folder of the user's.
      args: [...('directory' in version.code ? ['-B'] : []), BOOTSTRAP, optRoot],
      // The folder of the runtime (`LAMBDA_RUNTIME_DIR`), as on AWS. No module lies in it.
      variables: { LC_CTYPE: 'C.UTF-8', PYTHONPATH: dirname(tmp) },
      channel: pipeChannel,
    }
  },
}
