import { showMessage } from './messages';
import type { MessageAction } from './userError';

/** A message that no command asked for. */
export interface UnaskedMessage {
  readonly text: string;
  readonly actions: readonly MessageAction[];
}

/**
 * The one place for messages that nobody asked for. While one stands unanswered no second one is shown; the
 * status bar says what is so meanwhile.
 */
export class UnaskedMessages {
  private stands = false;

  /** Shows a message, unless one stands. */
  async show({ text, actions }: UnaskedMessage): Promise<void> {
    if (this.stands) return;
    this.stands = true;
    try {
      await showMessage('information', text, actions);
    } finally {
      this.stands = false;
    }
  }
}
