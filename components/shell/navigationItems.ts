import type { ComponentType } from 'react'
import ClusterIcon from '@patternfly/react-icons/dist/dynamic/icons/cluster-icon'
import CogIcon from '@patternfly/react-icons/dist/dynamic/icons/cog-icon'
import CubesIcon from '@patternfly/react-icons/dist/dynamic/icons/cubes-icon'
import DatabaseIcon from '@patternfly/react-icons/dist/dynamic/icons/database-icon'
import HddIcon from '@patternfly/react-icons/dist/dynamic/icons/hdd-icon'
import DesktopIcon from '@patternfly/react-icons/dist/dynamic/icons/desktop-icon'
import ListIcon from '@patternfly/react-icons/dist/dynamic/icons/list-icon'
import NetworkWiredIcon from '@patternfly/react-icons/dist/dynamic/icons/network-wired-icon'
import ServerIcon from '@patternfly/react-icons/dist/dynamic/icons/server-icon'
import TachometerAltIcon from '@patternfly/react-icons/dist/dynamic/icons/tachometer-alt-icon'
import TasksIcon from '@patternfly/react-icons/dist/dynamic/icons/tasks-icon'
import TemplateIcon from '@patternfly/react-icons/dist/dynamic/icons/blueprint-icon'
import UsersIcon from '@patternfly/react-icons/dist/dynamic/icons/users-icon'
import BuildingIcon from '@patternfly/react-icons/dist/dynamic/icons/building-icon'
import type { commonMessages } from '@/components/i18n/common'

type Word = keyof typeof commonMessages
export interface NavigationItem {
  label: Word
  path: string
  icon: ComponentType
}
export interface NavigationGroup {
  /** null = stands alone above the groups. */
  label: Word | null
  items: readonly NavigationItem[]
}

/** oVirt's order. What is not built yet is left out: its place is kept by the order. */
export const navigation: readonly NavigationGroup[] = [
  { label: null, items: [{ label: 'dashboard', path: '/', icon: TachometerAltIcon }] },
  {
    label: 'compute',
    items: [
      { label: 'vms', path: '/vms', icon: DesktopIcon },
      { label: 'templates', path: '/templates', icon: TemplateIcon },
      { label: 'hosts', path: '/hosts', icon: ServerIcon },
      { label: 'datacenters', path: '/datacenters', icon: BuildingIcon },
      { label: 'clusters', path: '/clusters', icon: ClusterIcon },
    ],
  },
  { label: 'network', items: [{ label: 'networks', path: '/networks', icon: NetworkWiredIcon }] },
  { label: 'storage', items: [{ label: 'storageDomains', path: '/storage-domains', icon: DatabaseIcon }, { label: 'disks', path: '/disks', icon: HddIcon }, { label: 'isoLibrary', path: '/isos', icon: CubesIcon }] },
  {
    label: 'administration',
    items: [
      { label: 'users', path: '/users', icon: UsersIcon },
      { label: 'events', path: '/events', icon: ListIcon },
      { label: 'jobs', path: '/jobs', icon: TasksIcon },
      { label: 'settings', path: '/settings', icon: CogIcon },
    ],
  },
]

export const isCurrent = (item: NavigationItem, path: string): boolean =>
  item.path === '/' ? path === '/' : path === item.path || path.startsWith(`${item.path}/`)

const icons: Record<string, ComponentType> = {
  datacenter: BuildingIcon,
  cluster: ClusterIcon,
  host: ServerIcon,
  vm: DesktopIcon,
  'storage-domain': DatabaseIcon,
  disk: HddIcon,
  network: NetworkWiredIcon,
  template: TemplateIcon,
  user: UsersIcon,
  job: TasksIcon,
  event: ListIcon,
}
/** Icon of a type of object, as the API names the type. */
export const objectIcon = (type: string): ComponentType => icons[type] ?? CubesIcon
