#!/usr/bin/env node
// The command line `atrium` (dist/cli.js): a small client of the REST API.
import { parseArgs } from 'node:util'
import { CliError } from './client'
import { commands, type Flags } from './commands'
import { resources } from './resources'

const usage = `Usage:
  atrium login [--url URL] [--username NAME]       password in ATRIUM_PASSWORD or on standard input
  atrium list RESOURCE [--search TEXT] [--sort FIELD] [--limit N] [--json]
  atrium get RESOURCE NAME|ID [--json]
  atrium vm start|shutdown|poweroff|reboot|reset|suspend|resume|adopt|remove NAME|ID [--wait]
  atrium job wait ID
  atrium logout
Resources: ${Object.keys(resources).join(', ')}.
ATRIUM_URL and ATRIUM_TOKEN come before what "login" kept. A manager with its own certificate: NODE_EXTRA_CA_CERTS.`

const options = {
  url: { type: 'string' },
  username: { type: 'string' },
  search: { type: 'string' },
  sort: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
  wait: { type: 'boolean' },
} as const

function parse(args: string[]): { flags: Flags; words: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return { flags: values, words: positionals }
  } catch (error) {
    throw new CliError(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

try {
  const {
    flags,
    words: [name = '', ...args],
  } = parse(process.argv.slice(2))
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new CliError(usage)
  await command({ env: process.env, print: text => console.log(text), input: process.stdin }, flags, args)
} catch (error) {
  console.error(error instanceof CliError ? error.message : error)
  process.exitCode = 1
}
