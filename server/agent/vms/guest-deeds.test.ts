import { expect, it } from 'vitest'
import { parseDetails } from './guest-deeds'

it('takes what a guest tells as text of limited length and number', () => {
  const details = parseDetails({
    'user.count': 4_000_000_000, 'user.0.name': 'eve\u202e\u0007', 'user.0.login-time': 1_700_000_000_000,
    'fs.count': 1, 'fs.0.mountpoint': '/'.repeat(5_000), 'fs.0.fstype': 'ext4', 'fs.0.total-bytes': 100, 'fs.0.used-bytes': 40,
  })
  expect(details.users).toHaveLength(100)
  expect(details.users[0]).toEqual({ name: 'eve', loginAt: 1_700_000_000_000 })
  expect(details.fileSystems).toEqual([{ mountpoint: '/'.repeat(256), type: 'ext4', totalBytes: 100, usedBytes: 40 }])
  expect(parseDetails({})).toEqual({ users: [], fileSystems: [] })
})
