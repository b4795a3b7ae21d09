import { defineMessages } from './messages'

/** Why nothing can be done to a disk, or to its image, as it was asked for. */
export const diskReasons = defineMessages({
  disk_attached: { en: 'It belongs to a machine, and it is not shareable.', zh: '它已属于某台虚拟机，且不可共享。' },
  disk_boots: { en: 'Its machine runs from this disk: shut it down first.', zh: '虚拟机正从此磁盘运行：请先将其关闭。' },
  disk_in_use: { en: 'Its machine is {status}, so the image is in use. Shut the machine down first.', zh: '虚拟机状态为“{status}”，镜像正在使用。请先关闭虚拟机。' },
  disk_raw_check: { en: 'A raw image has no tables that could be damaged.', zh: 'raw 镜像没有可能损坏的元数据表。' },
  disk_share_live: { en: 'A shareable disk moves while its machines are off.', zh: '可共享磁盘只能在其虚拟机关闭时移动。' },
  disk_whole_device: { en: 'It is a whole device of the host: there is no image to work on.', zh: '它是主机的整块设备：没有可操作的镜像。' },
  disk_floating: { en: 'It belongs to no machine.', zh: '它不属于任何虚拟机。' },
  disk_in_machine: { en: 'Machine {vm} still has the disk. Shut it down, or take the disk from it first.', zh: '虚拟机 {vm} 仍在使用该磁盘。请先关闭虚拟机或将磁盘卸下。' },
  disk_twice: { en: '{vm} has the disk {disk} already.', zh: '{vm} 已挂接磁盘 {disk}。' },
  disk_shared: { en: 'Several machines share it: this can be done while one alone has it.', zh: '多台虚拟机共享该磁盘：只有一台使用时才能执行此操作。' },
  disk_grow: { en: 'The disk has {nowMiB} MiB: choose less.', zh: '磁盘大小为 {nowMiB} MiB：请选择更小的值。' },
  disk_damage_first: { en: 'Its tables are damaged: space can be given back only together with a repair of the damage.', zh: '其元数据表已损坏：只有同时修复损坏才能回收空间。' },
  disk_move_nothing: { en: 'It lies there already, in this format: choose another storage domain, format or allocation.', zh: '它已位于该处且格式相同：请选择其他存储域、格式或分配方式。' },
  no_carrier: { en: 'No host that is Up has the disk in {from} and can write to {to}.', zh: '没有运行中的主机既拥有 {from} 中的该磁盘又能写入 {to}。' },
  disk_block_job: { en: 'Another block job works on disk {disk}.', zh: '磁盘 {disk} 上有其他块任务正在进行。' },
  mirror_broken: { en: 'QEMU has broken off copying the disk; the machine goes on from its old image. Look whether the new storage is full or gone.', zh: 'QEMU 已中断磁盘复制；虚拟机继续使用旧镜像运行。请检查新存储是否已满或不可用。' },
  disk_cut: { en: 'Confirm that what lies beyond may be lost.', zh: '请确认其后的数据可以丢失。' },
  disk_empty: { en: 'A disk has at least 1 MiB.', zh: '磁盘至少为 1 MiB。' },
  disk_large: { en: 'A disk has at most {max} MiB.', zh: '磁盘最多为 {max} MiB。' },
  disk_shrink: { en: 'The disk has {nowMiB} MiB already; it can only be made larger.', zh: '磁盘已有 {nowMiB} MiB，只能增大。' },
  disk_share_raw: { en: 'Only a raw disk can be shared: two machines would destroy the tables of a qcow2 one.', zh: '只有 raw 磁盘可以共享：两台虚拟机会损坏 qcow2 的元数据。' },
})
