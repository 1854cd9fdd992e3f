import { createFileRoute } from '@tanstack/react-router';
import { SegmentPage } from '../../../features/segments/SegmentPage.tsx';

export const Route = createFileRoute('/_app/segments/$segment')({ component: Segment });

function Segment() {
  const { segment } = Route.useParams();
  return <SegmentPage key={segment} segmentKey={segment} />;
}
