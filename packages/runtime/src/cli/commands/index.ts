import type { CliCommand } from '../command.ts'
import { clock } from './clock.ts'
import { deploy } from './deploy.ts'
import { destroy } from './destroy.ts'
import { dev } from './dev.ts'
import { diff } from './diff.ts'
import { env } from './env.ts'
import { explain } from './explain.ts'
import { logs } from './logs.ts'
import { reset } from './reset.ts'
import { start } from './start.ts'
import { status } from './status.ts'
import { stop } from './stop.ts'

export const commands: readonly CliCommand[] = [
  start,
  dev,
  deploy,
  diff,
  destroy,
  status,
  logs,
  explain,
  env,
  clock,
  reset,
  stop,
]
