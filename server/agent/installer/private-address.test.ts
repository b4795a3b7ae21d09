import { expect, it } from 'vitest'
import { isPrivateAddress } from './private-address'

it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '192.168.1.1', '100.64.0.1', '0.0.0.0', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '224.0.0.1', 'x', ''])('%s is private', address => {
  expect(isPrivateAddress(address)).toBe(true)
})

it.each(['8.8.8.8', '203.0.113.5', '172.32.0.1', '2001:4860:4860::8888', '::ffff:8.8.8.8'])('%s is not', address => {
  expect(isPrivateAddress(address)).toBe(false)
})
