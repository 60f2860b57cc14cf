import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Facts } from './facts';
import { When } from './when';

/** What staff found when they checked an organisation last; who of them is said to staff only. A new name or country has undone a good one. */
export function LastFinding({ finding, isVerified }: { finding: View<'OrganisationFindingView'> & { by?: string | null }; isVerified: boolean }) {
  return (
    <>
      <Facts
        items={[
          { label: m.finding_last(), value: finding.isVerified ? m.organisation_is() : m.organisation_is_not() },
          { label: m.finding_at(), value: <When at={finding.at} /> },
          { label: m.finding_by(), value: finding.by },
          { label: m.review_reason(), value: <span className="as-typed">{finding.reason}</span> },
        ]}
      />
      {finding.isVerified && !isVerified && <p className="notice" data-tone="wait">{m.finding_undone()}</p>}
    </>
  );
}
