import type { Codec, WireForm } from '../codec.ts'
import { awsJson } from './aws-json.ts'
import { awsQuery } from './aws-query.ts'
import { ec2Query } from './ec2-query.ts'
import { restJson } from './rest-json.ts'
import { restXml } from './rest-xml.ts'

export const codecs = {
  awsJson1_0: awsJson('1.0'),
  awsJson1_1: awsJson('1.1'),
  awsQuery,
  ec2Query,
  restJson1: restJson,
  restXml,
} satisfies Record<WireForm, Codec>
