import { join } from 'node:path'

/** Where an instance keeps its things. */
export interface Places {
  dataDir: string
  /** What set-up made and chose; see instance.ts. */
  instance: string
  /** The generated password of admin@internal (0600). */
  adminPassword: string
  /** Pid files and the supervisor's list (0700). */
  run: string
  logs: string
  postgres: string
  agent: string
  guest: string
  /** Debian's kernel package, kept so that the guest can be built again without a network. */
  packages: string
  /** The local storage domain: open to QEMU's user. */
  storage: string
}

/** Paths below the data folder. */
export function placesOf(dataDir: string): Places {
  const at = (...names: string[]): string => join(dataDir, ...names)
  return {
    dataDir, instance: at('instance.json'), adminPassword: at('admin-password'), run: at('run'), logs: at('log'), postgres: at('postgres'),
    agent: at('agent'), guest: at('guest'), packages: at('packages'), storage: at('storage', 'local'),
  }
}
