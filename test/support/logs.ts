import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'

/** What a test asks of the logs of functions. */
export function logsOf(logs: CloudWatchLogsClient) {
  return {
    /** The events of a function's group that fit a filter pattern: none as long as there is no group. */
    async linesOf(functionName: string, filterPattern = '', logGroupName = `/aws/lambda/${functionName}`) {
      const asked = logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }))
      const { events = [] } = await asked.catch((error: Error) => {
        if (error.name === 'ResourceNotFoundException') return { events: [] }
        throw error
      })
      return events.map(({ message = '' }) => message)
    },
  }
}
