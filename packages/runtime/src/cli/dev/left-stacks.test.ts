import { expect, it } from 'vitest'
import type { DeploymentEvent } from '../../deployment/events.ts'
import { LeftStacks } from './left-stacks.ts'

const done = (name: string, made = '1', region = 'us-east-1'): DeploymentEvent => ({
  event: 'done',
  stack: `Prod/${name}`,
  outcome: 'unchanged',
  stackId: `arn:aws:cloudformation:${region}:000000000000:stack/${name}/${made}`,
  outputs: {},
  resources: [],
})

it('says once which stacks the app no longer has', () => {
  const stacks = new LeftStacks()
  expect(stacks.after([done('Api'), done('Web')])).toEqual([])
  expect(stacks.after([done('Api'), done('Site')])).toEqual(['Web'])
  expect(stacks.after([done('Api'), done('Site')])).toEqual([])
})

it('knows a stack that was made anew, and one of the same name elsewhere', () => {
  const stacks = new LeftStacks()
  stacks.after([done('Api')])
  expect(stacks.after([done('Api', '2')])).toEqual([])
  expect(stacks.after([done('Api', '2', 'eu-west-1')])).toEqual(['Api'])
})
