import { expect, it } from 'vitest'
import type { DeploymentEvent, PlannedChange, StackDoneEvent } from '../../deployment/events.ts'
import { deploymentText } from './deployment-text.ts'

function textOf(events: readonly DeploymentEvent[], verbose = false, changesOnly = false): string {
  let ms = 0
  const linesOf = deploymentText({ colored: false, now: () => (ms += 500), verbose, changesOnly })
  return events.flatMap(linesOf).join('\n')
}

const plan = (...changes: readonly PlannedChange[]): DeploymentEvent => ({ event: 'plan', stack: 'Api', changes })
const done = (outcome: 'created' | 'unchanged' | 'compared'): StackDoneEvent => ({
  event: 'done',
  stack: 'Api',
  outcome,
  outputs: { Url: 'https://x/' },
  resources: [],
})

it('shows what is made, how long it took, and what came of it', () => {
  const added: PlannedChange = { action: 'Add', logicalId: 'P1', path: 'Api/Pool', resourceType: 'T', details: [] }
  expect(textOf([{ event: 'bootstrap', account: '1', region: 'r' }, plan(added), done('created')])).toBe(
    ['bootstrapped 1/r', 'Api', '  + T  Api/Pool', '  created (0.50 s)', '  Url = https://x/'].join('\n'),
  )
  expect(textOf([done('unchanged')])).toBe('Api  no changes (0.50 s)\n  Url = https://x/')
  expect(textOf([done('unchanged')], false, true)).toBe('')
  expect(textOf([done('compared')])).toBe('')
})

it('shows the innermost values that change, and what replaces a resource', () => {
  const changed: PlannedChange = {
    action: 'Modify',
    logicalId: 'M1',
    resourceType: 'T',
    replacement: 'True',
    details: [
      {
        name: 'Properties.Integration',
        before: '{"Type":"MOCK","Codes":["200",{"a":1}]}',
        after: '{"Type":"MOCK","Codes":["201",{"a":1}],"New":[1]}',
        replaces: 'Never',
      },
      { name: 'Properties.Name', before: 'a\u0007', after: '{{changeSet:KNOWN_AFTER_APPLY}}', replaces: 'Always' },
      { name: 'Tags', replaces: 'Never' },
    ],
  }
  expect(textOf([plan(changed)])).toBe(
    [
      'Api',
      '  ± T  M1  is replaced',
      '      Integration.Codes[0]: 200 → 201',
      '      Integration.New: (none) → [1]',
      '      Name: a  → (known afterwards)  (replaces it)',
      '      Tags',
    ].join('\n'),
  )
})

it('warns of nothing twice', () => {
  const warning: DeploymentEvent = { event: 'warning', stack: 'Api', message: 'old' }
  const known = new Set<string>()
  const linesOf = () => deploymentText({ colored: false, now: () => 0, verbose: false, known })
  expect(linesOf()(warning)).toEqual(['Api  warning: old'])
  expect(linesOf()(warning)).toEqual([])
  const numbered = (token: number): DeploymentEvent => ({
    event: 'warning',
    stack: 'Api',
    message: `account=\${Token[TOKEN.${token}]}`,
  })
  expect(linesOf()(numbered(129))).toHaveLength(1)
  expect(linesOf()(numbered(152))).toEqual([])
})

it('shows an output again only when it is another one', () => {
  const known = new Set<string>()
  const linesOf = () => deploymentText({ colored: false, now: () => 0, verbose: false, known })
  const updated = (Url: string, stack = 'Api'): DeploymentEvent => ({ ...done('created'), stack, outputs: { Url } })
  const outputsOf = (event: DeploymentEvent) => linesOf()(event).filter((line) => line.includes(' = '))
  expect(outputsOf(updated('https://x/'))).toEqual(['  Url = https://x/'])
  expect(outputsOf(updated('https://x/'))).toEqual([])
  expect(outputsOf(updated('https://x/', 'Web'))).toEqual(['  Url = https://x/'])
  expect(outputsOf(updated('https://y/'))).toEqual(['  Url = https://y/'])
})

it('tells of resources and assets where it is asked to', () => {
  const events: DeploymentEvent[] = [
    { event: 'asset', stack: 'Api', name: 'Code', bytes: 7 },
    { event: 'resource', stack: 'Api', logicalId: 'R', resourceType: 'T', status: 'CREATE_COMPLETE' },
  ]
  expect(textOf(events)).toBe('')
  expect(textOf([{ event: 'warning', stack: 'Api', message: 'old' }])).toBe('Api  warning: old')
  expect(textOf(events, true)).toBe('Api  published Code (7 bytes)\n  CREATE_COMPLETE      R')
})
