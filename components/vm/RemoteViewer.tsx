'use client'
import type { Vm } from '@/server/contract/api/vm'
import { outsideScreens, outsideViewer, type OutsideScreen } from '@/server/domain/console/outside'
import { download } from '@/components/charts/download'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ActionMenu } from '@/components/ui/ActionMenu'
import { remoteViewerMessages } from './remoteViewerMessages'

/** What the desktop opens with remote-viewer. */
const mediaType = 'application/x-virt-viewer'

/** The machine's screen in a program of its own: a file that remote-viewer opens, with a password for two minutes. */
export function RemoteViewer({ vm }: { vm: Vm }) {
  const t = useText(remoteViewerMessages)
  const f = useFormat()
  const make = useCommand((type: OutsideScreen) => client.vm.viewerFile({ id: vm.id, type }), {
    failed: type => t('failed', { name: vm.name, type: type.toUpperCase() }),
    onDone: ({ name, text }) => download(new Blob([text], { type: mediaType }), name),
    done: ({ name, expiresAt }) => t('done', { file: name, time: f.dateTime(expiresAt) }),
  })
  const console = vm.actions.console
  const items = outsideScreens.map(type => ({
    id: `remote-${type}`,
    label: t('openBy', { type: type.toUpperCase() }),
    state: outsideViewer(vm.hardware.graphics, type, console),
    onSelect: () => make.mutate(type),
  }))
  return <ActionMenu items={items} label={t('menu')} toggleText={t('menu')} />
}
