/** The words of a direction. */
export interface DirectionWords {
  readonly command: 'upgrade' | 'downgrade';
  readonly title: 'Upgrade' | 'Downgrade';
  readonly past: 'Upgraded' | 'Downgraded';
  readonly present: 'Upgrading' | 'Downgrading';
  /** What happens to the revisions. */
  readonly happens: 'apply' | 'revert';
}

export const directions: Readonly<Record<'upgrade' | 'downgrade', DirectionWords>> = {
  upgrade: { command: 'upgrade', title: 'Upgrade', past: 'Upgraded', present: 'Upgrading', happens: 'apply' },
  downgrade: {
    command: 'downgrade',
    title: 'Downgrade',
    past: 'Downgraded',
    present: 'Downgrading',
    happens: 'revert',
  },
};
