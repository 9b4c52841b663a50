#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib'
import { AuthorizationCodeStack } from '../lib/authorization-code-stack'

const app = new cdk.App()
new AuthorizationCodeStack(app, 'AuthorizationCodeStack', { appUrl: app.node.tryGetContext('app-url') })
