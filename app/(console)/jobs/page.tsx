import { JobListPage } from '@/components/job/JobListPage'

export default function Page() {
  return <JobListPage />
}
