import * as cdk from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { NotesApi } from './notes-api'
import { People } from './people'

/** Where `npm run app` serves the page. */
const DEFAULT_APP_URL = 'http://localhost:3000/'

export interface AuthorizationCodeStackProps extends cdk.StackProps {
  /** Of the page, with the slash at its end. */
  readonly appUrl?: string
}

/** People who sign in on pages of a user pool, and an API that takes their tokens. */
export class AuthorizationCodeStack extends cdk.Stack {
  constructor(scope: Construct, id: string, { appUrl = DEFAULT_APP_URL, ...props }: AuthorizationCodeStackProps = {}) {
    super(scope, id, props)

    const people = new People(this, 'people', { appUrl })
    const notes = new NotesApi(this, 'notes', { people, allowOrigin: new URL(appUrl).origin })

    new cdk.CfnOutput(this, 'UserPoolId', { value: people.pool.userPoolId })
    new cdk.CfnOutput(this, 'ClientId', { value: people.client.userPoolClientId })
    new cdk.CfnOutput(this, 'SignInUrl', { value: people.domain.baseUrl() })
    new cdk.CfnOutput(this, 'ApiUrl', { value: notes.url })
  }
}
