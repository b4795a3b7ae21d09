import { defineMessages } from './messages'

/** What a job does, by its kind. */
export const jobKindMessages = defineMessages({
  'vm.create': { en: 'Create machine', zh: '创建虚拟机' },
  'vm.update': { en: 'Change machine', zh: '修改虚拟机' },
  'vm.apply': { en: 'Change hardware', zh: '更改硬件' },
  'vm.delete': { en: 'Delete machine', zh: '删除虚拟机' },
  'vm.start': { en: 'Start machine', zh: '启动虚拟机' },
  'vm.shutdown': { en: 'Shut down machine', zh: '关闭虚拟机' },
  'vm.poweroff': { en: 'Force machine off', zh: '强制关闭虚拟机电源' },
  'vm.reboot': { en: 'Reboot machine', zh: '重启虚拟机' },
  'vm.reset': { en: 'Reset machine', zh: '硬重置虚拟机' },
  'vm.suspend': { en: 'Pause machine', zh: '暂停虚拟机' },
  'vm.save': { en: 'Suspend machine', zh: '挂起虚拟机' },
  'vm.discard_saved': { en: 'Discard saved state', zh: '丢弃已保存的状态' },
  'vm.resume': { en: 'Resume machine', zh: '恢复虚拟机' },
  'vm.bulk': { en: 'Act on several machines', zh: '批量操作虚拟机' },
  'vm.drop_changes': { en: 'Drop changes', zh: '丢弃更改' },
  'vm.migrate': { en: 'Migrate machine', zh: '迁移虚拟机' },
  'vm.clone': { en: 'Clone machine', zh: '克隆虚拟机' },
  'disk.create': { en: 'Create disk', zh: '创建磁盘' },
  'disk.attach': { en: 'Attach disk', zh: '挂接磁盘' },
  'disk.detach': { en: 'Detach disk', zh: '卸下磁盘' },
  'disk.resize': { en: 'Resize disk', zh: '扩容磁盘' },
  'disk.delete': { en: 'Delete disk', zh: '删除磁盘' },
  'vm.import': { en: 'Import machine', zh: '导入虚拟机' },
  'vm.adopt': { en: 'Adopt machine', zh: '接管虚拟机' },
})
