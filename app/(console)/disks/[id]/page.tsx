import { DiskDetailPage } from '@/components/disk/DiskDetailPage'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <DiskDetailPage id={(await params).id} />
}
