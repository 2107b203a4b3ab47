import { Component, type ReactNode } from "react";
import { ErrorState } from "~/ui/states";

/** A page that fails shows what failed; the frame around it lives. */
export class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorState error={this.state.error} retry={() => window.location.reload()} />;
  }
}
