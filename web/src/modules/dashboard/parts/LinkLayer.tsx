/** The middle gutter: how metrics drive and guard objectives, as curves from row to row. */
import { useLayoutEffect, useState } from "react";
import type { BoardLink } from "~/api/types";
import { classes } from "~/ui/classes";
import css from "./link_layer.module.css";

type End = { x: number; y: number };
type Curve = { link: BoardLink; from: End; to: End; path: string; middle: End; icon: boolean };

const gutter = 76;

export function okrNode(link: BoardLink): string {
  return link.key_result === null ? `o${link.objective}` : `r${link.key_result}`;
}

/** A point of the cubic whose handles lie half the gutter away. */
function along(from: End, to: End, t: number): End {
  const bend = (to.x - from.x) / 2;
  const u = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) =>
    u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return {
    x: mix(from.x, from.x + bend, to.x - bend, to.x),
    y: mix(from.y, from.y, to.y, to.y),
  };
}

function curveOf(link: BoardLink, from: End, to: End, firstGuard: boolean): Curve {
  const bend = (to.x - from.x) / 2;
  const path = `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
  const breached = link.light === "breach";
  const icon = link.kind === "guards" && (breached || firstGuard);
  const at = link.kind === "guards" && !breached ? 0.16 : 0.5;
  return { link, from, to, path, middle: along(from, to, at), icon };
}

function measure(frame: HTMLElement, links: BoardLink[]): Curve[] {
  const box = frame.getBoundingClientRect();
  const row = (node: string) => frame.querySelector<HTMLElement>(`[data-node="${node}"]`)?.getBoundingClientRect();
  const guarded = new Set<number>();
  return links.flatMap((link) => {
    const left = row(okrNode(link)) ?? row(`o${link.objective}`);
    const right = row(`k${link.assignment}`);
    if (!left || !right) return [];
    const from = { x: Math.round(left.right - box.left), y: Math.round(left.top + left.height / 2 - box.top) };
    const to = { x: Math.round(right.left - box.left), y: Math.round(right.top + right.height / 2 - box.top) };
    if (to.x - from.x < gutter / 2) return [];
    const first = link.kind === "guards" && link.light !== "breach" && !guarded.has(link.objective);
    if (first) guarded.add(link.objective);
    return [curveOf(link, from, to, first)];
  });
}

function useCurves(frame: HTMLElement | null, links: BoardLink[]): Curve[] {
  const [curves, setCurves] = useState<Curve[]>([]);
  useLayoutEffect(() => {
    const element = frame;
    if (!element) return;
    const again = () => setCurves(measure(element, links));
    again();
    const observer = new ResizeObserver(again);
    observer.observe(element);
    const tables = new MutationObserver(() => {
      element.querySelectorAll("table").forEach((table) => observer.observe(table));
      again();
    });
    element.querySelectorAll("table").forEach((table) => observer.observe(table));
    // Each rail comes with its owner's code, at its own time; the layer itself lies outside of them.
    element.querySelectorAll("section").forEach((rail) => tables.observe(rail, { childList: true }));
    void document.fonts?.ready.then(again);
    return () => {
      observer.disconnect();
      tables.disconnect();
    };
  }, [frame, links]);
  return curves;
}

/** The node of the row under the pointer or the focus. */
function useActiveNode(frame: HTMLElement | null): string | null {
  const [node, setNode] = useState<string | null>(null);
  useLayoutEffect(() => {
    const element = frame;
    if (!element) return;
    const of = (target: EventTarget | null) =>
      (target as HTMLElement | null)?.closest?.<HTMLElement>("[data-node]")?.dataset.node ?? null;
    const over = (event: Event) => setNode(of(event.target));
    const out = () => setNode(null);
    element.addEventListener("pointerover", over);
    element.addEventListener("pointerleave", out);
    element.addEventListener("focusin", over);
    element.addEventListener("focusout", out);
    return () => {
      element.removeEventListener("pointerover", over);
      element.removeEventListener("pointerleave", out);
      element.removeEventListener("focusin", over);
      element.removeEventListener("focusout", out);
    };
  }, [frame]);
  return node;
}

function touches(link: BoardLink, node: string): boolean {
  return node === okrNode(link) || node === `o${link.objective}` || node === `k${link.assignment}`;
}

type LayerProps = { frame: HTMLElement | null; links: BoardLink[]; describe: (link: BoardLink) => string; title: string };

export function LinkLayer({ frame, links, describe, title }: LayerProps) {
  const curves = useCurves(frame, links);
  const node = useActiveNode(frame);
  const kept = node === null ? [] : links.filter((link) => touches(link, node));
  const dimming = kept.length > 0;
  useDimmedRows(frame, dimming ? kept : null, node);
  return (
    <>
      <svg className={css.layer} aria-hidden="true">
        {curves.map((curve) => (
          <LinkCurve key={`${curve.link.kind}${curve.link.id}`} curve={curve} dim={dimming && !kept.includes(curve.link)} />
        ))}
      </svg>
      <div className="sr">
        <h2>{title}</h2>
        <ul>
          {links.map((link) => (
            <li key={`${link.kind}${link.id}`}>{describe(link)}</li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** Rows that take no part in the kept links step back; done by an attribute so that no row is rendered anew. */
function useDimmedRows(frame: HTMLElement | null, kept: BoardLink[] | null, node: string | null): void {
  useLayoutEffect(() => {
    const rows = frame?.querySelectorAll<HTMLElement>("tr[data-node]");
    if (!rows) return;
    const bright = new Set(kept?.flatMap((link) => [okrNode(link), `o${link.objective}`, `k${link.assignment}`]));
    if (node) bright.add(node);
    rows.forEach((row) => row.toggleAttribute("data-dimmed", kept !== null && !bright.has(row.dataset.node!)));
  }, [frame, kept, node]);
}

function LinkCurve({ curve, dim }: { curve: Curve; dim: boolean }) {
  const { link, from, to, path, middle, icon } = curve;
  const breached = link.kind === "guards" && link.light === "breach";
  return (
    <g className={classes(css.link, css[link.kind], breached && css.breached, dim && css.dim)}>
      <path className={css.wire} d={path} />
      <circle className={css.okrEnd} cx={from.x} cy={from.y} r="3.2" />
      <circle className={css.kpiEnd} cx={to.x} cy={to.y} r="3" />
      {icon ? <LinkIcon at={middle} breached={breached} /> : null}
    </g>
  );
}

const shield = "M0 -4.6 4 -3.2V0C4 2.6 2.2 4.2 0 5 -2.2 4.2 -4 2.6 -4 0V-3.2Z";

function LinkIcon({ at, breached }: { at: End; breached: boolean }) {
  return (
    <g className={css.badge} transform={`translate(${at.x} ${at.y})`}>
      <circle r="9.5" />
      <path d={shield} />
      {breached ? <path d="M0 -2V1M0 2.6V2.7" /> : null}
    </g>
  );
}
