import { useLayoutEffect, useRef, useState } from "react";

/** The width of an element in pixels as it stands, 0 before it does: a drawing that is as wide keeps its type's size. */
export function useWidth<E extends Element>() {
  const frame = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return { frame, width };
}
