import { HostDetailPage } from '@/components/host/HostDetailPage'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <HostDetailPage id={(await params).id} />
}
