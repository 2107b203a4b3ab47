/** Two rails and their ties. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true">
      <g stroke="var(--line2)" strokeWidth="1.5" strokeLinecap="round">
        <path d="M3.5 6.5h15M3.5 11h15M3.5 15.5h15" />
      </g>
      <path d="M8 2v18" stroke="var(--okr)" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M14 2v18" stroke="var(--kpi)" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}
