/**
 * What one module may show inside a page of another. The owner gives the part in its index.tsx; a
 * slot whose module is switched off renders nothing.
 */
export type SlotProps = {
  /** One objective in the drawer, on any page (okr). */
  "objective.drawer": { objective: number; onClose: () => void };
  /** What a metric pulls on the other rail (okr). */
  "metric.objectives": { assignment: number };
  /** The form that acknowledges a breach (kpi). */
  "breach.acknowledge": { assignment: number; onClose: () => void };
};

export type SlotName = keyof SlotProps;
