import { Component, type ReactNode } from "react";
import { strings } from "../../strings.ts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import styles from "./app.module.css";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Keeps the rest of the window alive when a part of it breaks. A change of `key` gives the part another try. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div className={styles.broken}>
        <Callout
          tone="danger"
          title={strings.app.brokenTitle}
          details={error.stack ?? error.message}
          actions={
            <>
              <Button small onClick={() => this.setState({ error: null })}>
                {strings.app.tryAgain}
              </Button>
              <Button small onClick={() => window.location.reload()}>
                {strings.app.reload}
              </Button>
            </>
          }
        >
          {strings.app.brokenText}
        </Callout>
      </div>
    );
  }
}
