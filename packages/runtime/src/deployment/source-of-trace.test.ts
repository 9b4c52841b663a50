import { expect, it } from 'vitest'
import { sourceOfTrace } from './source-of-trace.ts'

it.each([
  [['...new UserPool2 in aws-cdk-lib...', 'new Pools (/app/lib/pools.ts:17:28)'], '/app/lib/pools.ts:17:28'],
  [['<anonymous> (/app/bin/app.ts:6:1)', 'new Pools (/app/lib/pools.ts:17:28)'], '/app/bin/app.ts:6:1'],
  [
    ['new Stack (/app/node_modules/aws-cdk-lib/core/lib/stack.js:1:2)', 'at /app/bin/app.js:3:4'],
    '/app/bin/app.js:3:4',
  ],
  [['new Pools (file:///app/lib/pools.mjs:17:28)'], '/app/lib/pools.mjs:17:28'],
  [['new Pools (C:\\app\\lib\\pools.ts:17:28)'], 'C:\\app\\lib\\pools.ts:17:28'],
  [['Kernel.create (/tmp/tmp1/lib/program.js:9:1)'], undefined],
  [['...aws-cdk-lib...', '(no user code in 10 frames, use --stack-trace-limit to capture more)'], undefined],
  [['Module._compile (node:internal/modules/cjs/loader:1:2)'], undefined],
  [undefined, undefined],
])('%j lies at %s', (trace, place) => expect(sourceOfTrace(trace)).toBe(place))
