import { chmod, chown, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { FunctionRefusal } from '../../kernel/functions.ts'

interface User {
  readonly uid: number
  readonly gid: number
}

const TYPES = 0o7777
const PASS_GROUP = 0o010

/**
 * Lets the user of functions pass to `folder`. The one that it is in is a data directory, which is closed to others: its
 * group becomes the user's, and may pass through it, neither list nor write it. What lies above is not this server's.
 */
export async function letIn(folder: string, user: User): Promise<void> {
  const dataDir = dirname(folder)
  const { mode, uid } = await stat(dataDir)
  if (!(await lets(dataDir, user)) && uid === process.getuid?.()) {
    await chown(dataDir, uid, user.gid)
    await chmod(dataDir, (mode & TYPES) | PASS_GROUP)
  }
  for (let at = dataDir; ; at = dirname(at)) {
    if (!(await lets(at, user))) {
      throw new FunctionRefusal(
        'not-runnable',
        `Functions run as ${user.uid}:${user.gid} here (functionsUser), and that user may not pass through ${at} to ` +
          `their code in ${folder}. Choose a data directory in a folder that others may pass through.`,
      )
    }
    if (at === dirname(at)) return
  }
}

async function lets(folder: string, user: User): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder)
  if (uid === user.uid) return (mode & 0o100) !== 0
  if (gid === user.gid) return (mode & PASS_GROUP) !== 0
  return (mode & 0o001) !== 0
}
