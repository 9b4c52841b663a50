import type { FunctionCaller } from '../../kernel/functions.ts'
import { bindOperations, type Service } from '../../kernel/service.ts'
import { type Sleep, systemSleep } from '../../kernel/sleep.ts'
import { BlobCollector } from '../../store/blob-collector.ts'
import { type CodeDownloads, createCodeDownloads } from './code/location.ts'
import type { LambdaDeps, LambdaServiceDeps } from './deps.ts'
import { EventQueue } from './events/event-queue.ts'
import { createFunctionCaller } from './invoke/function-caller.ts'
import { FunctionDirectory } from './invoke/function-directory.ts'
import { Runner } from './invoke/runner.ts'
import { operations } from './operations/index.ts'
import { marks } from './repository.ts'
import { resourceTypes } from './resources/index.ts'
import { createFunctionUrls, type FunctionUrls } from './urls/function-urls.ts'
import { UrlDirectory } from './urls/url-directory.ts'
import { urlStatuses } from './urls/url-statuses.ts'

export type { LambdaServiceDeps } from './deps.ts'

export interface LambdaService extends Service {
  /** For whoever calls functions by itself. */
  readonly functions: FunctionCaller
  /** Where archives are fetched from. */
  readonly downloads: CodeDownloads
  /** Answers requests to function URLs. */
  readonly urls: FunctionUrls
}

/** Functions: the control plane, the way to the engine that runs them, and the queue of asynchronous events. */
export function createLambdaService(given: LambdaServiceDeps & { readonly sleep?: Sleep }): LambdaService {
  const { store, logger } = given
  const directory = new FunctionDirectory(given)
  const runner = new Runner({ ...given, directory })
  const events = new EventQueue({ ...given, sleep: given.sleep ?? systemSleep, directory, runner })
  const deps: LambdaDeps = { ...given, directory, runner, events }
  const collector = new BlobCollector(store, marks, logger)
  return {
    name: 'lambda',
    operations: bindOperations(operations, deps),
    resourceTypes,
    status: async (reader, addresses) => ({ functionUrls: await urlStatuses(reader, addresses) }),
    async resume() {
      collector.start()
      await events.resume()
    },
    // What is under way at an event does not count as a failure, so events come first.
    async close() {
      await events.close()
      await (await given.engine.begun())?.close()
      await collector.close()
    },
    functions: createFunctionCaller(deps),
    downloads: createCodeDownloads(given),
    urls: createFunctionUrls({ ...deps, urls: new UrlDirectory(store) }),
  }
}
