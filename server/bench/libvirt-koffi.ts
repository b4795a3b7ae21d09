import koffi from 'koffi'

/** What a Node program would do without a protocol client: libvirt.so.0 by a foreign function interface. */
export interface Binding {
  /** Blocks the event loop. */
  infoSync(): void
  /** On a thread of koffi's pool. */
  infoAsync(): Promise<void>
  close(): void
}

interface Info {
  state?: number
}

export function openBinding(uri: string, domainName: string): Binding {
  const library = koffi.load('libvirt.so.0')
  const infoType = koffi.struct('virDomainInfo', {
    state: 'uchar',
    maxMem: 'ulong',
    memory: 'ulong',
    nrVirtCpu: 'ushort',
    cpuTime: 'unsigned long long',
  })
  const open = library.func('virConnectOpen', 'void *', ['str'])
  const close = library.func('virConnectClose', 'int', ['void *'])
  const lookup = library.func('virDomainLookupByName', 'void *', ['void *', 'str'])
  const free = library.func('virDomainFree', 'int', ['void *'])
  const getInfo = library.func('virDomainGetInfo', 'int', ['void *', koffi.out(koffi.pointer(infoType))])

  const connection: unknown = open(uri)
  if (!connection) throw new Error(`libvirt.so.0 cannot open ${uri}`)
  const domain: unknown = lookup(connection, domainName)
  const check = (result: number, info: Info): void => {
    if (result !== 0 || info.state === undefined) throw new Error('virDomainGetInfo failed')
  }
  return {
    infoSync() {
      const info: Info = {}
      check(getInfo(domain, info) as number, info)
    },
    infoAsync() {
      const info: Info = {}
      return new Promise((resolve, reject) => {
        getInfo.async(domain, info, (error: Error | null, result: number) => {
          if (error) return reject(error)
          check(result, info)
          resolve()
        })
      })
    },
    close() {
      free(domain)
      close(connection)
    },
  }
}
