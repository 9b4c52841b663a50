#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib'
import { McpServerStack } from '../lib/mcp-server-stack'

const app = new cdk.App()
new McpServerStack(app, 'McpServerStack', { warehouse: app.node.tryGetContext('warehouse') ?? 'Bern' })
