import { DatacenterDetailPage } from '@/components/datacenter/DatacenterDetailPage'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <DatacenterDetailPage id={(await params).id} />
}
