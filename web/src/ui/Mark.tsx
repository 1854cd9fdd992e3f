/** Knowngood's mark: one line leaves, one stays and is ticked. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="6" fill="#176754" />
      <path
        d="M5.5 12.5h5.2L17.5 6.6"
        stroke="#9bd8c6"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path
        d="M10.7 12.5 13 15.6l1.5 1.9 4-4.4"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
