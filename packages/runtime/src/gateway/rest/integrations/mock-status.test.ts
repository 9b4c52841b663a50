import { describe, expect, it } from 'vitest'
import { mockStatus } from './mock-status.ts'

describe('the status of a mock', () => {
  it.each([
    ['{"statusCode": 200}', '200'],
    ['{ statusCode: 200 }', '200'],
    ['{statusCode: 200}', '200'],
    ["{'statusCode': 200}", '200'],
    ["{ 'statusCode': 200 }", '200'],
    ['\n\n  {"statusCode": 200}  \n', '200'],
    ['{"statusCode": 200,}', '200'],
    ['{"statusCode": 200 ,, }', '200'],
    ['{null: null, statusCode: 201}', '201'],
    ["{foo: 'x', statusCode: 202}", '202'],
    ["{statusCode: 200, }foo: ''}", '200'],
    ['{statusCode: 200, a: {b: [1, "}"]}}', '200'],
    ['{"statusCode": 200, "a": {"b": 1}}', '200'],
    ['{"statusCode": 0}', '0'],
    ['{"statusCode": -1000}', '-1000'],
  ])('%j is %s', (text, status) => expect(mockStatus(text)).toBe(status))
  it.each([
    '',
    '{}',
    '{"statusCode": "200"}',
    "{statusCode: '200'}",
    '{"statusCode": 200.5}',
    '{"statusCode": null}',
    '{"statusCode"}',
    'statusCode: 200',
    '{"statusCode: 200}',
    '{\'statusCode": 200}',
    '{statusCode": 200}',
    '{statusCode: 200',
    '{{statusCode: 200}',
    '{[: 1, statusCode: 200}',
    '[{"statusCode": 200}]',
    '{"other": 200}',
    'null',
  ])('%j has none', (text) => expect(mockStatus(text)).toBeUndefined())
  it('is read in time from any text', () => {
    for (const piece of ['{', '"', "'", ',', ':', 'a:', '{a:', '[']) mockStatus(`{${piece.repeat(100_000)}}`)
  })
})
