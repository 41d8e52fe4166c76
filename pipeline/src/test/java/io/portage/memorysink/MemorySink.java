package io.portage.memorysink;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Columns;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.sink.Sink;
import io.portage.sink.SinkUnavailableException;
import io.portage.sink.WriteResult;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes change by change. A row waits for the row that its column {@code parent} names, and a
 * partial row for the row that it completes; a {@code name} of more than ten characters is refused.
 */
final class MemorySink implements Sink {
  private final MemoryStore store;
  private final Clock clock;

  MemorySink(MemoryStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void write(List<Change> changes, WriteResult result) throws SinkUnavailableException {
    long began = clock.millis();
    Map<RowKey, FailureCause> parked = new HashMap<>();
    for (int at = 0; at < changes.size(); at++) {
      Change change = changes.get(at);
      if (!store.answers()) {
        throw new SinkUnavailableException(
            "the store is stopped", "503", changes.subList(at, changes.size()), null);
      }
      FailureCause missing = parked.getOrDefault(RowKey.of(change), missing(change));
      FailureCause refused = refused(change);
      if (missing != null) {
        parked.put(RowKey.of(change), missing);
        result.park(change, missing, clock.millis());
      } else if (refused != null) {
        result.dead(change, refused, clock.millis());
      } else {
        result.add(change, store.putIfNewer(change), clock.millis());
      }
    }
    result.recordWrite(changes.size(), clock.millis() - began);
  }

  private @Nullable FailureCause missing(Change change) {
    Object parent = change.row().get("parent");
    boolean hasParent =
        parent == null || store.has(RowKey.of(change.table(), Row.of(Columns.of("id"), parent)));
    boolean hasRow =
        change.op() != Op.UPSERT || !change.isPartial() || store.has(RowKey.of(change));
    return hasParent && hasRow
        ? null
        : FailureCause.of(Reason.ROW_MISSING, "a row that the change needs is missing");
  }

  private static @Nullable FailureCause refused(Change change) {
    if (change.op() == Op.TRUNCATE || change.isKeyMove()) {
      return FailureCause.of(Reason.REFUSED, "the store has no truncate and moves no rows");
    }
    return change.row().get("name") instanceof String name && name.length() > 10
        ? FailureCause.inColumn(Reason.CONSTRAINT, "name", "the name is too long")
        : null;
  }

  @Override
  public void close() {}
}
