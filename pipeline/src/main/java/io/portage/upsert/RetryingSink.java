package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.RowKey;
import io.portage.sink.ParkedRow;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.SinkUnavailableException;
import io.portage.sink.WriteResult;
import io.portage.target.connection.OutageBackOff;
import io.portage.upsert.parking.ParkedChanges;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Writes to a sink until each change has a result: waits while the sink is not available. Not
 * thread-safe.
 */
public final class RetryingSink {
  private final Sink sink;
  private final SinkContext context;
  private final OutageBackOff backoff;

  /**
   * Creates a writer.
   *
   * @param context the context with which {@code sink} was opened
   */
  public RetryingSink(Sink sink, SinkContext context) {
    this.sink = sink;
    this.context = context;
    this.backoff = new OutageBackOff("target", context.sleeper());
  }

  /** One of the write methods of a sink. */
  @FunctionalInterface
  private interface SinkCall {
    void write(List<Change> changes, WriteResult result) throws SinkUnavailableException;
  }

  /** See {@link Sink#write}. Does nothing for an empty list. */
  void write(List<Change> changes, WriteResult result) {
    write(sink::write, changes, result);
  }

  /** See {@link Sink#writeLast}. Does nothing for an empty list. */
  void writeLast(List<Change> changes, WriteResult result) {
    write(sink::writeLast, changes, result);
  }

  /** See {@link Sink#writeTogether}; rows with several changes are not written together. */
  Set<RowKey> writeTogether(Collection<ParkedChanges> rows) {
    forget(rows.stream().filter(one -> one.changes().size() > 1).toList());
    List<ParkedRow> single =
        rows.stream().filter(one -> one.changes().size() == 1).map(RetryingSink::firstOf).toList();
    return single.isEmpty() ? Set.of() : sink.writeTogether(single);
  }

  /** See {@link Sink#advice}. */
  String advice(FailureCause cause) {
    return sink.advice(cause);
  }

  /** See {@link Sink#forget}. */
  void forget(Collection<ParkedChanges> rows) {
    if (!rows.isEmpty()) {
      sink.forget(rows.stream().map(RetryingSink::firstOf).toList());
    }
  }

  private static ParkedRow firstOf(ParkedChanges parkedChanges) {
    return new ParkedRow(
        parkedChanges.changes().get(0), parkedChanges.cause(), parkedChanges.attempts());
  }

  private void write(SinkCall call, List<Change> changes, WriteResult result) {
    if (changes.isEmpty()) {
      return;
    }
    long before = result.records();
    List<Change> rest = changes;
    long started = System.nanoTime();
    int attempts = 1;
    int pauses = 0;
    while (true) {
      try {
        call.write(rest, result);
        backoff.recovered(attempts, started);
        break;
      } catch (SinkUnavailableException e) {
        attempts++;
        pauses = e.unwritten().size() < rest.size() ? 1 : pauses + 1;
        rest = e.unwritten();
        context.outages().attemptFailed(e.code());
        backoff.pause(pauses, e.code(), e.getMessage());
        if (rest.isEmpty()) {
          break;
        }
      }
    }
    requireResults(changes, result.records() - before);
  }

  /** A change without a result would hold back the group's offset for ever. */
  private void requireResults(List<Change> changes, long results) {
    long records = 0;
    for (Change change : changes) {
      records += change.recordCount();
    }
    if (results != records) {
      throw new IllegalStateException(
          sink.getClass().getName()
              + " has returned the results of "
              + results
              + " records, expected "
              + records);
    }
  }
}
