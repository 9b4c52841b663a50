#!/usr/bin/env node
import { join } from 'node:path'
import * as cdk from 'aws-cdk-lib'
import { OpenApiStack } from '../lib/openapi-stack'

const app = new cdk.App()
new OpenApiStack(app, 'OpenApiStack', {
  document: app.node.tryGetContext('document') ?? join(__dirname, '..', 'awesomeapi.json'),
})
