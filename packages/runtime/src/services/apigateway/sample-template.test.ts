import { expect, test } from 'vitest'
import type { JsonValue } from '../../kernel/json.ts'
import { sampleTemplate } from './sample-template.ts'

const none = () => undefined

test('an empty model gives an empty object', () => {
  expect(sampleTemplate({ type: 'object' }, none)).toBe("#set($inputRoot = $input.path('$'))\n{ }")
})

test('texts are quoted, numbers are not, and lists are loops', () => {
  const pet = { type: 'object', properties: { id: { type: 'integer' }, type: { type: 'string' } } }
  expect(sampleTemplate({ type: 'array', items: pet }, none)).toBe(`#set($inputRoot = $input.path('$'))
[
#foreach($elem in $inputRoot)
  {
    "id": $elem.id,
    "type": "$elem.type"
  }#if($foreach.hasNext),#end

#end
]`)
})

test('a loop within a loop has an element of its own, and other models are found by their address', () => {
  const models: Record<string, JsonValue> = { Tags: { type: 'array', items: { type: 'string' } } }
  const schema = {
    properties: {
      pets: {
        items: {
          properties: { tags: { $ref: 'https://apigateway.amazonaws.com/restapis/abc/models/Tags' } },
        },
      },
    },
  }
  const template = sampleTemplate(schema, (name) => models[name])
  expect(template).toContain('#foreach($elem in $inputRoot.pets)')
  expect(template).toContain('#foreach($elem2 in $elem.tags)\n        "$elem2"#if')
})

test('models that name one another end, and stay small', () => {
  const self = { $ref: 'https://apigateway.amazonaws.com/restapis/abc/models/Self' }
  const tree = { type: 'object', properties: { left: self, right: self } }
  expect(sampleTemplate(self, () => tree).length).toBeLessThan(1_000_000)
  expect(sampleTemplate(self, () => self)).toBe("#set($inputRoot = $input.path('$'))\n$inputRoot")
})
