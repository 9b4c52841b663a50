#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib'
import { CustomClaimsStack } from '../lib/custom-claims-stack'

const app = new cdk.App()
new CustomClaimsStack(app, 'CustomClaimsStack')
