import { ClusterDetailPage } from '@/components/cluster/ClusterDetailPage'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <ClusterDetailPage id={(await params).id} />
}
