/** Bits and numbers for `flags`, `stats`, `types` and the like, by libvirt's names. Bits are combined with `|`. */

/** Which of a domain is changed; without any bit: the running machine if it runs, else the definition. */
export const AffectFlag = { CURRENT: 0, LIVE: 1, CONFIG: 2 } as const
export const DomainListFlag = { ACTIVE: 1, INACTIVE: 2, PERSISTENT: 4, TRANSIENT: 8, RUNNING: 16, PAUSED: 32, SHUTOFF: 64, OTHER: 128 } as const
export const DomainStartFlag = { PAUSED: 1, AUTODESTROY: 2, BYPASS_CACHE: 4, FORCE_BOOT: 8, VALIDATE: 16, RESET_NVRAM: 32 } as const
export const DomainDefineFlag = { VALIDATE: 1 } as const
export const DomainXmlFlag = { SECURE: 1, INACTIVE: 2, UPDATE_CPU: 4, MIGRATABLE: 8 } as const
export const DomainDestroyFlag = { GRACEFUL: 1, REMOVE_LOGS: 2 } as const
export const DomainUndefineFlag = {
  MANAGED_SAVE: 1, SNAPSHOTS_METADATA: 2, NVRAM: 4, KEEP_NVRAM: 8, CHECKPOINTS_METADATA: 16, TPM: 32, KEEP_TPM: 64,
} as const
export const DomainShutdownFlag = { ACPI_POWER_BTN: 1, GUEST_AGENT: 2, INITCTL: 4, SIGNAL: 8, PARAVIRT: 16 } as const
export const DomainRebootFlag = DomainShutdownFlag
export const DomainSaveFlag = { BYPASS_CACHE: 1, RUNNING: 2, PAUSED: 4, RESET_NVRAM: 8 } as const
export const VcpuFlag = { LIVE: 1, CONFIG: 2, MAXIMUM: 4, GUEST: 8, HOTPLUGGABLE: 16 } as const
export const MemoryFlag = { LIVE: 1, CONFIG: 2, MAXIMUM: 4 } as const
export const DeviceModifyFlag = { LIVE: 1, CONFIG: 2, FORCE: 4 } as const
export const ConsoleFlag = { FORCE: 1, SAFE: 2 } as const
export const MetadataType = { DESCRIPTION: 0, TITLE: 1, ELEMENT: 2 } as const
export const StatsGroup = {
  STATE: 1, CPU_TOTAL: 2, BALLOON: 4, VCPU: 8, INTERFACE: 16, BLOCK: 32, PERF: 64, IOTHREAD: 128, MEMORY: 256, DIRTYRATE: 512, VM: 1024,
} as const
/** With the bits of DomainListFlag. NOWAIT leaves out what would have to wait for a busy domain. */
export const StatsFlag = { NOWAIT: 2 ** 29, BACKING: 2 ** 30, ENFORCE_STATS: 2 ** 31 } as const
export const JobStatsFlag = { COMPLETED: 1, KEEP_COMPLETED: 2 } as const
export const BlockResizeFlag = { BYTES: 1 } as const
export const BlockCopyFlag = { SHALLOW: 1, REUSE_EXT: 2, TRANSIENT_JOB: 4, SYNCHRONOUS_WRITES: 8 } as const
export const BlockCommitFlag = { SHALLOW: 1, DELETE: 2, ACTIVE: 4, RELATIVE: 8, BANDWIDTH_BYTES: 16 } as const
export const BlockJobAbortFlag = { ASYNC: 1, PIVOT: 2 } as const
export const GuestInfoType = { USERS: 1, OS: 2, TIMEZONE: 4, HOSTNAME: 8, FILESYSTEM: 16, DISKS: 32, INTERFACES: 64 } as const
export const InterfaceAddressSource = { LEASE: 0, AGENT: 1, ARP: 2 } as const
export const KeycodeSet = { LINUX: 0, XT: 1, ATSET1: 2, ATSET2: 3, ATSET3: 4, OSX: 5, XT_KBD: 6, USB: 7, WIN32: 8, QNUM: 9 } as const
export const MigrateFlag = {
  LIVE: 1, PEER2PEER: 2, TUNNELLED: 4, PERSIST_DEST: 8, UNDEFINE_SOURCE: 16, PAUSED: 32, NON_SHARED_DISK: 64, NON_SHARED_INC: 128,
  CHANGE_PROTECTION: 256, UNSAFE: 512, OFFLINE: 1024, COMPRESSED: 2048, ABORT_ON_ERROR: 4096, AUTO_CONVERGE: 8192, RDMA_PIN_ALL: 16384,
  POSTCOPY: 32768, TLS: 65536, PARALLEL: 131072, NON_SHARED_SYNCHRONOUS_WRITES: 262144, POSTCOPY_RESUME: 524288, ZEROCOPY: 1048576,
} as const
export const SnapshotCreateFlag = {
  REDEFINE: 1, CURRENT: 2, NO_METADATA: 4, HALT: 8, DISK_ONLY: 16, REUSE_EXT: 32, QUIESCE: 64, ATOMIC: 128, LIVE: 256, VALIDATE: 512,
} as const
export const PoolListFlag = { INACTIVE: 1, ACTIVE: 2, PERSISTENT: 4, TRANSIENT: 8, AUTOSTART: 16, NO_AUTOSTART: 32 } as const
export const PoolBuildFlag = { REPAIR: 1, RESIZE: 2, NO_OVERWRITE: 4, OVERWRITE: 8 } as const
export const VolumeCreateFlag = { PREALLOC_METADATA: 1, REFLINK: 2, VALIDATE: 4 } as const
export const VolumeResizeFlag = { ALLOCATE: 1, DELTA: 2, SHRINK: 4 } as const
export const VolumeInfoFlag = { PHYSICAL: 1 } as const
export const NetworkListFlag = PoolListFlag
export const NodeDeviceListFlag = {
  SYSTEM: 1, PCI_DEV: 2, USB_DEV: 4, USB_INTERFACE: 8, NET: 16, SCSI_HOST: 32, SCSI_TARGET: 64, SCSI: 128, STORAGE: 256, FC_HOST: 512,
  VPORTS: 1024, SCSI_GENERIC: 2048, DRM: 4096, MDEV_TYPES: 8192, MDEV: 16384,
} as const
