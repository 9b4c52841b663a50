import { Option } from 'commander'
import type { CliCommand } from '../command.ts'
import { type DeploymentOptions, deploymentOptions, runDeployment } from '../deployment/run-deployment.ts'
import { dataDirOption, portOption } from '../find-server.ts'

/** `sallyport deploy`: a CDK app, without the CDK CLI. */
export const deploy: CliCommand = {
  define: (command) => {
    command
      .argument('[app]', 'folder of an app or of an assembly, or the command that runs an app (default: this folder)')
      .addOption(dataDirOption())
      .addOption(portOption())
      .addOption(
        new Option(
          '--parameters <name=value>',
          'a parameter of the stacks that have one of this name; may be repeated',
        ).argParser((value: string, list: readonly string[] = []) => [...list, value]),
      )
    for (const option of deploymentOptions()) command.addOption(option)
    return command
      .addHelpText(
        'after',
        `
A place that no CDK app was deployed to yet is bootstrapped first.

Examples:
  sallyport deploy
  sallyport deploy cdk.out --stack 'Prod/*'
  sallyport deploy 'node bin/app.js' -c stage=test`,
      )
      .action(async (app: string | undefined, options: DeploymentOptions) => {
        await runDeployment('deploy', app, options)
      })
  },
}
