#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib'
import { ClientCredentialsFlowStack } from '../lib/client-credentials-flow-stack'

const app = new cdk.App()
new ClientCredentialsFlowStack(app, 'ClientCredentialsFlowStack')
