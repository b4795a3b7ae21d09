import { VmDetailPage } from '@/components/vm/VmDetailPage'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <VmDetailPage id={id} />
}
