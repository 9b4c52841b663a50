import { AuthorizationType } from 'aws-cdk-lib/aws-apigateway'
import { AwsSolutionsChecks } from 'cdk-nag'
import { expect, it } from 'vitest'
import { ANSWER, appWith } from './app.harness'

/** What cdk-nag's AwsSolutions pack finds, as `rule: construct`. */
function findings({ app }: ReturnType<typeof appWith>): string[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app)
  return violations.map(({ ruleName, violatingResources }) => `${ruleName}: ${JSON.stringify(violatingResources)}`)
}

it.each([{}, { meterPartners: true }])('cdk-nag finds nothing with %j', (props) => {
  const made = appWith(props)
  made.api.addRoute('POST', '/orders', { scope: 'orders/write', integration: ANSWER })
  made.api.addPartner('acme', { scopes: ['orders/read'] })
  expect(findings(made)).toEqual([])
})

it('cdk-nag still finds what is done beside it', () => {
  const made = appWith()
  made.api.restApi.root.addMethod('GET', ANSWER, { authorizationType: AuthorizationType.NONE })
  const found = findings(made)
  expect(found.some((finding) => finding.startsWith('AwsSolutions-APIG4'))).toBe(true)
  expect(found.every((finding) => /APIG4|COG4/.test(finding))).toBe(true)
})
