package io.portage.normalize;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.IgnoreReason;

/** Takes what became of an event: one call for the whole of it, or one for each half. */
public interface NormalizerOutput {
  /** The key changed; exactly one further call for each half follows. */
  void split();

  /** A change goes on. */
  void change(Change change);

  /** Nothing needs to be written. */
  void ignored(DecodedRecord event, ChangePart changePart, IgnoreReason kind);

  /** No table of the configuration takes it; said beside what becomes of it. */
  default void unrouted(String table) {}

  /** It cannot be used. */
  void dead(DecodedRecord event, ChangePart changePart, FailureCause cause);
}
