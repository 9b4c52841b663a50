#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib'
import { LambdaAuthorizerStack } from '../lib/lambda-authorizer-stack'

const app = new cdk.App()
new LambdaAuthorizerStack(app, 'LambdaAuthorizerStack')
