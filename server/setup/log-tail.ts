import { readFile } from 'node:fs/promises'

const lines = 15

/** The end of a log, indented, for a message that tells why something did not start. */
export async function tailOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-lines).map(line => `    ${line.slice(0, 400)}`).join('\n')
}
