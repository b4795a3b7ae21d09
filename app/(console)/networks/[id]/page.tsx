import { NetworkDetailPage } from '@/components/network/NetworkDetailPage'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <NetworkDetailPage id={(await params).id} />
}
