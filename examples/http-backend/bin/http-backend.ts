#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib'
import { HttpBackendStack } from '../lib/http-backend-stack'

const app = new cdk.App()
new HttpBackendStack(app, 'HttpBackendStack')
