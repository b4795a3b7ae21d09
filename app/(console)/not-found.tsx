import { NoSuchPage } from '@/components/shell/PageFailure'

export default function NotFoundPage() {
  return <NoSuchPage />
}
