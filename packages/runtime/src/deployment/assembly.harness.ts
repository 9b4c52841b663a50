import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface WrittenStack {
  readonly template: object
  readonly dependsOn?: readonly string[]
  /** Over what the artifact says otherwise. */
  readonly properties?: object
  /** Over what the asset manifest says otherwise. */
  readonly assets?: object
  /** By construct path: what the app says of it. */
  readonly messages?: Readonly<Record<string, { readonly type: string; readonly data: string }>>
  /** The construct's path by the logical id of its resource. */
  readonly paths?: Readonly<Record<string, string>>
  /** By construct path: the frames of the trace that made it. */
  readonly traces?: Readonly<Record<string, readonly string[]>>
}

/** A cloud assembly as CDK apps write it, with the stacks named so; in a folder of its own. */
export function writeAssembly(stacks: Readonly<Record<string, WrittenStack>>, manifest: object = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-assembly-'))
  const write = (name: string, content: object | string) => {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  const artifacts = Object.entries(stacks).flatMap(([name, stack]) => [
    [`${name}.assets`, { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } }],
    [
      name,
      {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: `${name}.template.json`, ...stack.properties },
        dependencies: [...(stack.dependsOn ?? []), `${name}.assets`],
        metadata: Object.fromEntries([
          ...Object.entries(stack.paths ?? {}).map(([logicalId, path]) => [
            `/${path}`,
            [
              { type: 'aws:cdk:logicalId', data: logicalId },
              ...(stack.traces?.[path] ? [{ type: 'aws:cdk:creationStack', data: stack.traces[path] }] : []),
            ],
          ]),
          ...Object.entries(stack.messages ?? {}).map(([path, message]) => [`/${path}`, [message]]),
        ]),
        displayName: name,
      },
    ],
  ])
  write('manifest.json', { version: '36.0.0', artifacts: Object.fromEntries(artifacts), ...manifest })
  for (const [name, { template, assets }] of Object.entries(stacks)) {
    write(`${name}.template.json`, template)
    write(`${name}.assets.json`, { version: '36.0.0', files: {}, dockerImages: {}, ...assets })
  }
  return { directory, write, remove: () => rmSync(directory, { recursive: true }) }
}

export const BOOTSTRAPPED = {
  requiresBootstrapStackVersion: 6,
  bootstrapStackVersionSsmParameter: '/cdk-bootstrap/hnb659fds/version',
}
