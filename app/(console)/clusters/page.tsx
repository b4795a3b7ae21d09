import { ClusterListPage } from '@/components/cluster/ClusterList'

export default function Page() {
  return <ClusterListPage />
}
