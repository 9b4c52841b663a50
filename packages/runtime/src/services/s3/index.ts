import { bindOperations, type Service } from '../../kernel/service.ts'
import { BlobCollector } from '../../store/blob-collector.ts'
import { marks } from './blob-marks.ts'
import type { S3Deps } from './deps.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export type { S3Deps } from './deps.ts'

/** Buckets and objects. Their bytes live in the store's blobs; nobody but the owning account reaches them. */
export function createS3Service(deps: S3Deps): Service {
  const collector = new BlobCollector(deps.store, marks, deps.logger)
  return {
    name: 's3',
    operations: bindOperations(operations, deps),
    resourceTypes,
    resume: async () => collector.start(),
    close: () => collector.close(),
  }
}
