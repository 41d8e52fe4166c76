package io.portage.normalize;

import io.portage.model.Change;
import io.portage.model.ChangeEvent;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Half;
import io.portage.model.Ignored;

/** Takes what became of an event: one call for the whole of it, or one for each half. */
public interface NormalizerOutput {
  /** The key changed; exactly one further call for each half follows. */
  void split();

  /** A change goes on. */
  void change(Change change);

  /** Nothing needs to be written. */
  void ignored(ChangeEvent event, Half half, Ignored kind);

  /** No table of the configuration takes it; said beside what becomes of it. */
  default void unrouted(String table) {}

  /** It cannot be used. */
  void dead(ChangeEvent event, Half half, Cause cause);
}
