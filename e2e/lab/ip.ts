import { attempt, run } from '@/server/setup/command'

const timeoutMs = 10_000

interface Address {
  addr_info: { local: string }[]
}

/** iproute2, as far as the lab needs it. Each change can be repeated: what is there already is no error. */
export const ip = {
  /** Runs `ip …`. @throws CommandFailed */
  run: async (...args: string[]): Promise<string> => (await run('ip', args, { timeoutMs })).stdout,

  /** Runs `ip …` where "it is there already" or "it is not there" is the wanted end. */
  ensure: async (...args: string[]): Promise<void> => {
    const result = await attempt('ip', args, { timeoutMs })
    if (result.code === 0 || /File exists|Cannot find device|No such file or directory|does not exist/.test(result.stderr)) return
    throw new Error(`ip ${args.join(' ')}: ${result.stderr.trim()}`)
  },

  exists: async (...args: string[]): Promise<boolean> => (await attempt('ip', args, { timeoutMs })).code === 0,

  /** All addresses of this machine (of its own namespace). */
  addresses: async (): Promise<string[]> => (JSON.parse(await ip.run('-json', 'address', 'show')) as Address[]).flatMap(link => link.addr_info.map(one => one.local)),

  namespaces: async (): Promise<string[]> => {
    const text = await ip.run('-json', 'netns', 'list')
    return text.trim() === '' ? [] : (JSON.parse(text) as { name: string }[]).map(one => one.name)
  },

  /** Every process inside that namespace, in this machine's numbers. */
  processesIn: async (namespace: string): Promise<number[]> => (await ip.run('netns', 'pids', namespace)).split('\n').filter(Boolean).map(Number),
}
