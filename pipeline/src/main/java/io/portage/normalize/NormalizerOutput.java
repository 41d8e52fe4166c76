package io.portage.normalize;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.IgnoreReason;
import java.util.List;

/** Receives the results of an event: one call for the whole event, or one for each part. */
public interface NormalizerOutput {
  /**
   * The event, or a row of it, is divided: into one more part than was known before, each of which
   * has a result of its own.
   */
  void split();

  /** The event is a change for the target. */
  void change(Change change);

  /** The event needs no write. */
  void ignored(DecodedRecord event, ChangePart changePart, IgnoreReason kind);

  /** No table of the configuration is routed to; called in addition to the result. */
  default void unrouted(String table) {}

  /**
   * The columns of an event are not those of the target; called in addition to the result.
   *
   * @param table the target table, as the configuration names it
   * @param columns the columns that differ
   */
  default void drift(String table, DriftKind kind, List<String> columns) {}

  /** An event of a table is rejected; called in addition to {@link #dead}. */
  default void deadOf(String table) {}

  /**
   * The source's log may have begun again, which the event cannot prove; called in addition to the
   * result.
   *
   * @param table the target table, as the configuration names it
   * @param suspicion the reason and the remedy, without row values
   */
  default void suspected(String table, DecodedRecord event, String suspicion) {}

  /** The event is rejected. */
  void dead(DecodedRecord event, ChangePart changePart, FailureCause cause);
}
