import { JobDetailPage } from '@/components/job/JobDetailPage'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <JobDetailPage id={(await params).id} />
}
