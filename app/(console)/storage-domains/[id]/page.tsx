import { StorageDomainDetailPage } from '@/components/storage/StorageDomainDetailPage'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <StorageDomainDetailPage id={(await params).id} />
}
