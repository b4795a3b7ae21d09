import { expect, it } from 'vitest'
import { consolePath, consoleProtocol } from './window'

it('reads what consolePath writes, and takes the screen for anything else', () => {
  for (const protocol of ['vnc', 'serial'] as const) {
    const url = new URL(consolePath('00000000-0000-4000-8000-000000000001', protocol), 'http://x')
    expect([url.pathname, consoleProtocol(url.searchParams.get('protocol'))]).toEqual(['/console/00000000-0000-4000-8000-000000000001', protocol])
  }
  expect(['spice', '', null, undefined].map(consoleProtocol)).toEqual(['vnc', 'vnc', 'vnc', 'vnc'])
})
