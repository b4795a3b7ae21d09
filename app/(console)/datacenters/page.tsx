import { DatacenterListPage } from '@/components/datacenter/DatacenterListPage'

export default function Page() {
  return <DatacenterListPage />
}
