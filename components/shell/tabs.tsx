'use client'
import { Bullseye, Spinner } from '@patternfly/react-core'
import { later } from '@/components/ui/later'

const spinner = (
  <Bullseye>
    <Spinner />
  </Bullseye>
)

/* What detail pages show in a tab that is not open at first: each comes with its code when the tab is opened. */
export const VmList = later(() => import('@/components/vm/VmList').then(m => m.VmList), spinner)
export const HostsOf = later(() => import('@/components/host/HostList').then(m => m.HostsOf), spinner)
export const ClustersOf = later(() => import('@/components/cluster/ClusterList').then(m => m.ClustersOf), spinner)
export const NetworksOf = later(() => import('@/components/network/NetworkList').then(m => m.NetworksOf), spinner)
export const StorageDomainsOf = later(() => import('@/components/storage/StorageDomainList').then(m => m.StorageDomainsOf), spinner)
export const DiskList = later(() => import('@/components/disk/DiskList').then(m => m.DiskList), spinner)
export const IsoList = later(() => import('@/components/iso/IsoList').then(m => m.IsoList), spinner)
export const TemplatesOf = later(() => import('@/components/template/TemplateListPage').then(m => m.TemplatesOf), spinner)
export const EventsOf = later(() => import('@/components/event/EventList').then(m => m.EventsOf), spinner)
export const ClusterMigration = later(() => import('@/components/migration/ClusterMigration').then(m => m.ClusterMigration), spinner)
