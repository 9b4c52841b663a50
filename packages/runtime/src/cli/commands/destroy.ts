import type { CliCommand } from '../command.ts'
import { type DeploymentOptions, deploymentOptions, runDeployment } from '../deployment/run-deployment.ts'
import { dataDirOption, portOption } from '../find-server.ts'

/** `sallyport destroy`: the stacks of a CDK app. */
export const destroy: CliCommand = {
  define: (command) => {
    command
      .argument('[app]', 'folder of an app or of an assembly, or the command that runs an app (default: this folder)')
      .addOption(dataDirOption())
      .addOption(portOption())
    for (const option of deploymentOptions()) command.addOption(option)
    return command
      .addHelpText('after', '\nExamples:\n  sallyport destroy\n  sallyport destroy cdk.out --stack Api')
      .action(async (app: string | undefined, options: DeploymentOptions) => {
        await runDeployment('destroy', app, options)
      })
  },
}
