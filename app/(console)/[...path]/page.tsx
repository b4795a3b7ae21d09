import { notFound } from 'next/navigation'

/** Every address that no page has: the answer stands inside the frame, so that one can go on from there. */
export default function UnknownPage() {
  notFound()
}
