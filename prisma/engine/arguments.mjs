/** The native engine's command line: `--datamodels FILE`… `--datasource JSON` `cli COMMAND` `--version`. */
export function readArguments(args) {
  const options = { schemas: [], datasource: {}, cli: undefined, version: false }
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--datamodels') options.schemas.push(args[++i])
    else if (args[i] === '--datasource') options.datasource = JSON.parse(args[++i])
    else if (args[i] === 'cli') options.cli = args[++i]
    else if (args[i] === '--version') options.version = true
  }
  return options
}
