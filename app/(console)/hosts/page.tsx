import { HostListPage } from '@/components/host/HostList'

export default function Page() {
  return <HostListPage />
}
