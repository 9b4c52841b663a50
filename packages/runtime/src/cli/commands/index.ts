import type { CliCommand } from '../command.ts'

/** A command as the help of all lists it, and where the rest of it is: one is loaded, and help loads none. */
interface Listed {
  readonly name: string
  readonly about: string
  readonly load: () => Promise<CliCommand>
}

export const commands: readonly Listed[] = [
  {
    name: 'start',
    about: 'Serve AWS APIs, token endpoints and deployed APIs on one port.',
    load: async () => (await import('./start.ts')).start,
  },
  {
    name: 'dev',
    about: 'Deploy the CDK app of this folder, and again whenever one of its files changes.',
    load: async () => (await import('./dev.ts')).dev,
  },
  {
    name: 'deploy',
    about: 'Deploy a CDK app, or what it has written to cdk.out, to the running server.',
    load: async () => (await import('./deploy.ts')).deploy,
  },
  {
    name: 'diff',
    about: 'Show what deploying a CDK app would change, and change nothing.',
    load: async () => (await import('./diff.ts')).diff,
  },
  {
    name: 'destroy',
    about: 'Delete the stacks of a CDK app from the running server, the last first.',
    load: async () => (await import('./destroy.ts')).destroy,
  },
  {
    name: 'status',
    about: 'Show stacks, APIs, token endpoints and function URLs, with the addresses that work here next to AWS’s.',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'logs',
    about: 'List the log groups, or show what one of them holds; with --follow, what comes.',
    load: async () => (await import('./logs.ts')).logs,
  },
  {
    name: 'outbox',
    about: 'Show the emails and texts that user pools would have sent, with their codes; with --follow, what comes.',
    load: async () => (await import('./outbox.ts')).outbox,
  },
  {
    name: 'explain',
    about: 'Show how a call or a token request came to its answer, and what to change.',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'token',
    about: 'Print an access token of an app client, or say what one holds and whether it is good.',
    load: async () => (await import('./token.ts')).token,
  },
  {
    name: 'env',
    about: 'Print the environment that points cdk, aws and the SDKs at the running server.',
    load: async () => (await import('./env.ts')).env,
  },
  {
    name: 'clock',
    about: 'Show or move the server’s clock, to see a token expire without waiting.',
    load: async () => (await import('./clock.ts')).clock,
  },
  {
    name: 'export',
    about: 'Write all that is deployed to a file, which others can start from.',
    load: async () => (await import('./export.ts')).exportWorld,
  },
  {
    name: 'import',
    about: 'Make the running server what a file of sallyport export says, and forget what it is now.',
    load: async () => (await import('./import.ts')).importWorld,
  },
  {
    name: 'reset',
    about: 'Forget everything: stacks, pools, APIs, objects. The certificate authority stays.',
    load: async () => (await import('./reset.ts')).reset,
  },
  {
    name: 'stop',
    about: 'Stop the server: it finishes what it is doing and closes its state. Waits until it has ended.',
    load: async () => (await import('./stop.ts')).stop,
  },
]
