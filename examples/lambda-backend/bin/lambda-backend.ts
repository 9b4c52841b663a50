#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib'
import { LambdaBackendStack } from '../lib/lambda-backend-stack'

const app = new cdk.App()
new LambdaBackendStack(app, 'LambdaBackendStack')
