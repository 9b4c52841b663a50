// The import rule: kernel, languages <- protocol, store <- services/*, oauth, gateway, functions, deployment <- admin, http, runtime <- config, cli.
const src = '^packages/runtime/src'
const within = (...folders) => `${src}/(${folders.join('|')})/`
const tests = '\\.(test|contract|harness)\\.ts$'

/** `from` may not import `to`; type-only imports are a contract, not a dependency, where `types` says so. */
const forbid = (name, comment, from, to, { types = false } = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { path: to, ...(types ? { dependencyTypesNot: ['type-only'] } : {}) },
})

module.exports = {
  forbidden: [
    forbid(
      'kernel-is-the-bottom',
      'The kernel holds contracts; it knows nobody (generated types excepted).',
      within('kernel'),
      `${src}/(?!kernel/|generated/)`,
    ),
    forbid(
      'languages-know-nothing',
      'Velocity, JSONPath and regular expressions are general: whoever needs one may use it.',
      within('languages'),
      `${src}/(?!languages/)`,
    ),
    forbid(
      'protocol-and-store-know-the-kernel-only',
      'Wire formats and storage serve every service alike.',
      within('protocol', 'store'),
      within('services', 'oauth', 'gateway', 'functions', 'http', 'admin', 'config', 'cli'),
    ),
    forbid(
      'engines-know-no-service',
      'oauth/, gateway/ and functions/ define ports; services implement them.',
      within('oauth', 'gateway', 'functions'),
      within('services', 'protocol', 'http', 'admin', 'config', 'cli'),
    ),
    forbid(
      'services-implement-ports-by-type-only',
      'A service may name the types of an engine, not call it.',
      within('services'),
      within('gateway', 'functions'),
      { types: true },
    ),
    forbid(
      'services-stay-below-the-runtime',
      'Services do not know how they are reached.',
      within('services'),
      within('protocol', 'http', 'admin', 'config', 'cli'),
    ),
    {
      name: 'services-do-not-import-each-other',
      comment: 'A service reaches another through ctx.call, so that a template takes the path of an SDK call.',
      severity: 'error',
      from: { path: `${src}/services/([^/]+)/` },
      to: { path: `${src}/services/([^/]+)/`, pathNot: `${src}/services/$1/` },
    },
    forbid(
      'http-knows-no-service',
      'The listener routes to planes it is given.',
      within('http'),
      within('services', 'cli'),
    ),
    forbid(
      'the-runtime-takes-services-whole',
      'What a service keeps is its own: the runtime asks it, and never reads its documents over its head.',
      `${src}/(runtime/|runtime\\.ts$)`,
      `${src}/services/(?!registry\\.ts$|[^/]+/index\\.ts$)`,
    ),
    forbid(
      'deployment-takes-operations-only',
      'It does what the CDK CLI does, through the operations that the CLI calls.',
      within('deployment'),
      `${src}/(?!deployment/|kernel/|generated/)`,
    ),
    forbid(
      'forward-knows-nobody',
      'It passes requests on for whoever has recognized them.',
      within('forward'),
      `${src}/(?!forward/|kernel/)`,
    ),
    forbid(
      'node-proxy-stands-alone',
      'It is loaded into programs that are not ours: nothing else of the runtime may come with it.',
      within('node-proxy'),
      `${src}/(?!node-proxy/)`,
    ),
    forbid(
      'node-proxy-is-loaded-by-node-only',
      'It changes the process that it is in.',
      `${src}/(?!node-proxy/)`,
      within('node-proxy'),
    ),
    forbid(
      'app-warmer-stands-alone',
      'It is loaded into the programs of CDK apps: nothing of the runtime may come with it.',
      within('app-warmer'),
      `${src}/(?!app-warmer/)`,
    ),
    forbid(
      'app-warmer-is-loaded-by-node-only',
      'It changes the process that it is in. What it is told is known to both.',
      `${src}/(?!app-warmer/)`,
      `${src}/app-warmer/(?!warm-run\\.ts$)`,
    ),
    forbid(
      'node-runtime-stands-alone',
      'It runs in the processes of functions: of the server it shares the frames that both speak.',
      within('functions/runtimes/node/child'),
      `${src}/(?!functions/runtimes/node/child/|functions/environment/frames\\.ts$)`,
    ),
    forbid(
      'node-runtime-is-loaded-by-node-only',
      'It changes the process that it is in.',
      `${src}/(?!functions/runtimes/node/child/)`,
      within('functions/runtimes/node/child'),
    ),
    {
      name: 'environment-is-read-at-the-edge',
      comment:
        'Only config/, cli/ and programs of their own (node-proxy/, the Node runtime) may read the environment; nothing below imports them.',
      severity: 'error',
      from: {
        path: within('kernel', 'languages', 'protocol', 'store', 'services', 'oauth', 'gateway', 'functions', 'http'),
      },
      to: { path: within('cli') },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: src },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
}
