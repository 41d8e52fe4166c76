package io.portage.sink;

import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.RowKey;

/**
 * A parked row.
 *
 * @param change the change that is written first
 * @param cause the last rejection
 * @param attempts the number of attempts so far
 */
public record ParkedRow(Change change, FailureCause cause, int attempts) {
  /** Returns the key of the row. */
  public RowKey key() {
    return RowKey.of(change);
  }
}
