import type { ReactNode } from 'react'
import ArrowRightIcon from '@patternfly/react-icons/dist/dynamic/icons/arrow-right-icon'
import BoltIcon from '@patternfly/react-icons/dist/dynamic/icons/bolt-icon'
import CloneIcon from '@patternfly/react-icons/dist/dynamic/icons/clone-icon'
import DesktopIcon from '@patternfly/react-icons/dist/dynamic/icons/desktop-icon'
import EraserIcon from '@patternfly/react-icons/dist/dynamic/icons/eraser-icon'
import ImportIcon from '@patternfly/react-icons/dist/dynamic/icons/import-icon'
import MoonIcon from '@patternfly/react-icons/dist/dynamic/icons/moon-icon'
import PauseIcon from '@patternfly/react-icons/dist/dynamic/icons/pause-icon'
import PencilAltIcon from '@patternfly/react-icons/dist/dynamic/icons/pencil-alt-icon'
import PlayCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/play-circle-icon'
import PlayIcon from '@patternfly/react-icons/dist/dynamic/icons/play-icon'
import PowerOffIcon from '@patternfly/react-icons/dist/dynamic/icons/power-off-icon'
import RedoIcon from '@patternfly/react-icons/dist/dynamic/icons/redo-icon'
import StopIcon from '@patternfly/react-icons/dist/dynamic/icons/stop-icon'
import TrashIcon from '@patternfly/react-icons/dist/dynamic/icons/trash-icon'
import type { BulkAction } from '@/server/contract/api/bulk'
import type { VmActionName } from '@/server/contract/api/vm'
import { client } from '@/components/data/client'

export interface VmAction {
  name: VmActionName
  icon: ReactNode
  /** A button of the detail page. */
  primary?: boolean
  danger?: boolean
  /** Offered for several machines at once. */
  bulk?: boolean
  /** What the click does; `confirm` and `delete` ask first. */
  how: 'call' | 'confirm' | 'delete' | 'edit' | 'console' | 'migrate' | 'clone' | 'runOnce'
  /** Starts the job. Absent: nothing to call at once. */
  call?: (id: string, keep: readonly string[]) => Promise<{ jobId: string }>
  onlyExternal?: boolean
}

/** What the manager does to many at once. */
export const isBulkAction = (name: VmActionName): name is VmActionName & BulkAction => vmActions.some(action => action.name === name && action.bulk)

/** In the order in which people use them: the buttons, the row menu and the bulk bar are all made from it. */
export const vmActions: readonly VmAction[] = [
  { name: 'start', icon: <PlayIcon />, primary: true, bulk: true, how: 'call', call: id => client.vm.start({ id }) },
  { name: 'runOnce', icon: <PlayCircleIcon />, how: 'runOnce' },
  { name: 'shutdown', icon: <PowerOffIcon />, primary: true, bulk: true, how: 'call', call: id => client.vm.shutdown({ id }) },
  { name: 'reboot', icon: <RedoIcon />, primary: true, bulk: true, how: 'call', call: id => client.vm.reboot({ id }) },
  { name: 'console', icon: <DesktopIcon />, primary: true, how: 'console' },
  { name: 'suspend', icon: <PauseIcon />, bulk: true, how: 'call', call: id => client.vm.suspend({ id }) },
  { name: 'resume', icon: <PlayIcon />, bulk: true, how: 'call', call: id => client.vm.resume({ id }) },
  { name: 'save', icon: <MoonIcon />, bulk: true, how: 'call', call: id => client.vm.save({ id }) },
  { name: 'migrate', icon: <ArrowRightIcon />, bulk: true, how: 'migrate', call: id => client.migration.start({ id }) },
  { name: 'edit', icon: <PencilAltIcon />, how: 'edit' },
  { name: 'clone', icon: <CloneIcon />, how: 'clone' },
  { name: 'adopt', icon: <ImportIcon />, how: 'call', call: id => client.vm.adopt({ id }), onlyExternal: true },
  { name: 'discardSaved', icon: <EraserIcon />, danger: true, how: 'confirm', call: id => client.vm.discardSaved({ id }) },
  { name: 'reset', icon: <BoltIcon />, danger: true, how: 'confirm', call: id => client.vm.reset({ id }) },
  { name: 'poweroff', icon: <StopIcon />, danger: true, bulk: true, how: 'confirm', call: id => client.vm.poweroff({ id }) },
  { name: 'delete', icon: <TrashIcon />, danger: true, bulk: true, how: 'delete', call: (id, keep) => client.vm.remove({ id, keep: [...keep] }) },
]
