// Things that people do in several steps, one after the other, until the server is gone; whoever was interrupted goes on
// where he was once it is back, and sends the same again.
import assert from "node:assert/strict";

export const version = (row) => ({ "if-match": `"v${row.version}"` });

/** One thing: `steps` are functions, `at` how many of them were answered. */
export class Errand {
  constructor(name, steps) {
    Object.assign(this, { name, steps, at: 0, tried: false });
  }

  /** Throws a TypeError where the server is gone. */
  async go() {
    while (this.at < this.steps.length) {
      await this.steps[this.at](this);
      this.at += 1;
      this.tried = false;
      Errand.answered += 1;
    }
  }

  /** Steps that were answered, of all. */
  static answered = 0;

  /** Posts under a key of its own, with the same body and head however often. */
  send(api, path, body, head = {}) {
    this.tried = true;
    return api.send("POST", path, body, { "idempotency-key": `kill-${this.name}-${this.at}`, ...head });
  }

  /** Changes what `look` finds unless it is done; done before anybody asked would be somebody else's doing. */
  async change(look, isDone, act) {
    const seen = await look();
    if (isDone(seen)) {
      assert.ok(this.tried, `${this.name}: step ${this.at} is done before it is asked for`);
      return;
    }
    this.tried = true;
    await act(seen);
  }
}

/** Runs one errand after the other until the server is gone. */
export class Worker {
  finished = [];

  /** `make(number)` gives the next errand. */
  constructor(make) {
    this.make = make;
    this.count = 0;
  }

  async work() {
    for (;;) {
      this.open ??= this.make(this.count++);
      try {
        await this.open.go();
      } catch (error) {
        if (error instanceof TypeError) return; // fetch: the connection broke
        throw error;
      }
      this.finished.push(this.open);
      this.open = undefined;
    }
  }

  /** Brings what was interrupted to its end; the server stays. */
  async end() {
    if (!this.open) return;
    await this.open.go();
    this.finished.push(this.open);
    this.open = undefined;
  }
}
