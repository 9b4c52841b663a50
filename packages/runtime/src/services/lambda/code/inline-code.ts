import { invalidParameter } from '../errors.ts'
import { NODE_RESPONSE_MODULE, PYTHON_RESPONSE_MODULE } from './response-modules.ts'
import { zipOf } from './zip-writer.ts'

/**
 * The archive of a template's inline code: one file, and the module that responds for a custom resource where the code
 * asks for it in the documented spelling (CloudFormation user guide, cfn-response module).
 */
export function inlineArchive(runtime: string | undefined, text: string): Buffer {
  if (runtime?.startsWith('nodejs')) {
    const asks = /require\(\s*(['"])cfn-response\1\s*\)/.test(text)
    return zipOf({ 'index.js': text, ...(asks && { 'cfn-response.js': NODE_RESPONSE_MODULE }) })
  }
  if (runtime?.startsWith('python')) {
    const asks = /^\s*(import|from)\s+cfnresponse\b/m.test(text)
    return zipOf({ 'index.py': text, ...(asks && { 'cfnresponse.py': PYTHON_RESPONSE_MODULE }) })
  }
  // Documented that only these two can be; the wording is from practice.
  throw invalidParameter('ZipFile can only be used when Runtime is set to either of nodejs or python.')
}
