import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSamTranslator, type SamTranslatorOptions } from './sam-translator.ts'

const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) {
  if (process.env.CI) throw new Error('python3 is missing')
  console.warn('not run: tests of the SAM translator, which need python3')
}

const REQUEST = { template: { Resources: { Ä: {} } }, parameters: { P: 'v' }, region: 'eu-west-1' }

/** The program of this package beside a package of AWS's name that does what a test wants. */
describe.runIf(hasPython)('the translator of SAM templates', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sam-'))
    copyFileSync(join(import.meta.dirname, 'translate.py'), join(folder, 'translate.py'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function translator(body: string, options: Partial<SamTranslatorOptions> = {}) {
    const exceptions =
      'class InvalidDocumentException(Exception):\n' +
      '  def __init__(self, message, causes=()):\n    self.message, self.causes = message, causes\n'
    const transform =
      'import os, socket, subprocess, time\nfrom samtranslator.model.exceptions import InvalidDocumentException as Invalid\n' +
      `def transform(template, parameters, policies):\n  ${body}\n`
    const files = { 'model/exceptions.py': exceptions, 'translator/transform.py': transform }
    // With a file that makes it a package: it is found before one that this machine has.
    for (const [path, text] of Object.entries({ '__init__.py': '', ...files })) {
      const file = join(folder, 'samtranslator', path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    return createSamTranslator({ python: 'python3', program: join(folder, 'translate.py'), ...options })
  }

  it('is given the template, its parameters, the region, and nothing of AWS', async () => {
    const names =
      '[n for n in os.environ if n.startswith("AWS_") and n not in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")]'
    const told = `return {"is": [template, parameters, policies.load(), os.environ["AWS_DEFAULT_REGION"]], "has": sorted(${names})}`
    expect(await translator(`print("noise"); ${told}`)(REQUEST)).toEqual({
      is: [REQUEST.template, REQUEST.parameters, {}, 'eu-west-1'],
      has: ['AWS_DEFAULT_REGION', 'AWS_EC2_METADATA_DISABLED'],
    })
  })

  it('says what is wrong with a template in AWS’s words', async () => {
    const invalid = 'raise Invalid("Number of errors found: 1.", [Invalid("Resource with id [F] is invalid.")])'
    await expect(translator(invalid)(REQUEST)).rejects.toMatchObject({
      code: 'ValidationError',
      message:
        'Transform AWS::Serverless-2016-10-31 failed with: Number of errors found: 1. Resource with id [F] is invalid.',
    })
  })

  it.each([
    ['a network', 'socket.create_connection(("127.0.0.1", 1))', 'PermissionError: socket'],
    ['a program', 'subprocess.run(["true"])', 'PermissionError: subprocess.Popen is not for a translator'],
    ['a mistake of its own', 'return {}["x"]', "KeyError: 'x'"],
  ])('fails with %s', async (_, body, why) => {
    await expect(translator(body)(REQUEST)).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining(`failed with: Internal transform failure. The translator says: ${why}`),
    })
  })

  it('is ended when it says too much, or comes to no end', async () => {
    const much = translator('return "x" * 1000', { limitBytes: 999 })
    await expect(much(REQUEST)).rejects.toThrow('The translator made more than 999 bytes of it.')
    const late = translator('time.sleep(60)', { limitMs: 1 })
    await expect(late(REQUEST)).rejects.toThrow('The translator needed more than 0.001 seconds.')
  })

  it('says how to install it where it is missing', async () => {
    const text = (why: string) => `a package of Python; ${why}. Install it: `
    const translate = translator('return {}')
    writeFileSync(join(folder, 'samtranslator', 'model', 'exceptions.py'), 'import nowhere_to_be_found')
    await expect(translate(REQUEST)).rejects.toMatchObject({
      code: 'NotImplementedException',
      message: expect.stringContaining(text('python3 has no module nowhere_to_be_found')),
    })
    await expect(translator('', { python: '/nowhere/python' })(REQUEST)).rejects.toMatchObject({
      code: 'NotImplementedException',
      message: expect.stringContaining('/nowhere/python -m pip install aws-sam-translator'),
    })
  })
})
