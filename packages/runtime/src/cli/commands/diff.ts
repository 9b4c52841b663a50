import type { CliCommand } from '../command.ts'
import { type DeploymentOptions, deploymentOptions, runDeployment } from '../deployment/run-deployment.ts'
import { dataDirOption, portOption } from '../find-server.ts'

/** `sallyport diff`: what a deployment would change. */
export const diff: CliCommand = {
  define: (command, exit) => {
    command
      .argument('[app]', 'folder of an app or of an assembly, or the command that runs an app (default: this folder)')
      .addOption(dataDirOption())
      .addOption(portOption())
      .option('--fail', 'end with exit code 1 where something would change')
    for (const option of deploymentOptions()) command.addOption(option)
    return command
      .addHelpText('after', '\nExamples:\n  sallyport diff\n  sallyport diff cdk.out --fail')
      .action(async (app: string | undefined, options: DeploymentOptions & { fail?: boolean }) => {
        const events = await runDeployment('diff', app, options)
        const hasChanges = events.some((event) => event.event === 'plan' && event.changes.length > 0)
        if (!hasChanges && !options.json) process.stdout.write('There are no differences.\n')
        if (hasChanges && options.fail) exit(1)
      })
  },
}
