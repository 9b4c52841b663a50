import { type Place, partitionOf } from '../../kernel/place.ts'

/**
 * What every place has that CDK apps are deployed to: a bucket and a repository for assets, the version that templates
 * ask for, and the roles that the CDK CLI takes on. Logical ids and names are those of the CDK CLI's own template, so
 * that `cdk bootstrap` updates this stack in place (documented: CDK developer guide, "Bootstrap environment").
 */
export function bootstrapTemplate(qualifier: string, { account, region }: Place): string {
  const root = `arn:${partitionOf(region)}:iam::${account}:root`
  const named = (name: string) => `cdk-${qualifier}-${name}-${account}-${region}`
  const role = (name: string, Principal: object = { AWS: root }) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: named(name),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal }],
      },
    },
  })
  return JSON.stringify({
    Description: 'What AWS CDK apps need of a place that they are deployed to',
    Parameters: { Qualifier: { Type: 'String', Default: qualifier } },
    Resources: {
      StagingBucket: {
        Type: 'AWS::S3::Bucket',
        Properties: { BucketName: named('assets'), VersioningConfiguration: { Status: 'Enabled' } },
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
      ContainerAssetsRepository: {
        Type: 'AWS::ECR::Repository',
        Properties: { RepositoryName: named('container-assets'), ImageTagMutability: 'IMMUTABLE' },
      },
      FilePublishingRole: role('file-publishing-role'),
      ImagePublishingRole: role('image-publishing-role'),
      LookupRole: role('lookup-role'),
      DeploymentActionRole: role('deploy-role'),
      CloudFormationExecutionRole: role('cfn-exec-role', { Service: 'cloudformation.amazonaws.com' }),
      CdkBootstrapVersion: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Type: 'String', Name: `/cdk-bootstrap/${qualifier}/version`, Value: VERSION },
      },
    },
    Outputs: {
      BucketName: { Value: { Ref: 'StagingBucket' } },
      BucketDomainName: { Value: { 'Fn::GetAtt': ['StagingBucket', 'RegionalDomainName'] } },
      ImageRepositoryName: { Value: { Ref: 'ContainerAssetsRepository' } },
      BootstrapVersion: { Value: VERSION },
    },
  })
}

/** Of the resources that apps may count on. Those of a CLI are newer, so that it updates the stack. */
const VERSION = '30'
