// Ends with 0 as soon as Sallyport serves. An image without curl asks so.
const port = process.env.SALLYPORT_PORT ?? '4566'
const healthy = await fetch(`http://127.0.0.1:${port}/_sallyport/health`).then(
  ({ ok }) => ok,
  () => false,
)
process.exit(healthy ? 0 : 1)
