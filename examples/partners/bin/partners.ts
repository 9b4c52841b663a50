#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib'
import { PartnersStack } from '../lib/partners-stack'

const app = new cdk.App()
new PartnersStack(app, 'PartnersStack', { burst: Number(app.node.tryGetContext('burst') ?? 2) })
