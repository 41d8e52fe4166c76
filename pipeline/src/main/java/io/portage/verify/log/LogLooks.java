package io.portage.verify.log;

import io.portage.model.Change;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.verify.VerifyProgress.Phase;
import io.portage.verify.compare.ComparedTarget.TargetRows;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.compare.TargetSessions;
import io.portage.verify.explain.RecordKeys.KeyOfTable;
import io.portage.verify.log.KeyVerdicts.KeyVerdict;
import io.portage.verify.log.LogRecords.LogVisitor;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks again at keys whose row in the target is newer than what was read of the log: reads the
 * row, then the records that were written since, and compares the row with the state of the log at
 * exactly the row's version. So a row that changes all the time is decided, too. Not thread-safe.
 */
final class LogLooks {
  private static final int BATCH = 500;

  private final LogContext context;
  private final TargetSessions sessions;
  private final LogRecords records;
  private final KeyVerdicts verdicts;
  private final LogExtent read;
  private final LogExtent outcomes;

  LogLooks(
      LogContext context,
      TargetSessions sessions,
      LogRecords records,
      KeyVerdicts verdicts,
      LogExtent read,
      LogExtent outcomes) {
    this.context = context;
    this.sessions = sessions;
    this.records = records;
    this.verdicts = verdicts;
    this.read = read;
    this.outcomes = outcomes;
  }

  /** Decides about all suspects; those that remain ahead after the last round become findings. */
  void run(Map<RowKey, LogSuspect> suspects)
      throws IOException, SQLException, InterruptedException {
    Map<RowKey, LogSuspect> left = new LinkedHashMap<>(suspects);
    int rounds = context.settings().rounds();
    for (int round = 1; round <= rounds && !left.isEmpty(); round++) {
      context.progress().advanced("log", Phase.AGAIN, left.size(), 0);
      Map<RowKey, List<TargetRow>> rows = rows(left.values());
      LogExtent later = LogExtent.now(context.config().source());
      States states = new States(left, rows);
      records.read(read.until(later), states, offsets -> {});
      boolean last = round == rounds;
      for (LogSuspect suspect : List.copyOf(left.values())) {
        RowKey key = suspect.identity();
        KeyVerdict verdict =
            verdicts.of(
                suspect,
                states.newest.get(key),
                rows.getOrDefault(key, List.of()),
                later,
                outcomes);
        if (last || !verdict.isAhead()) {
          if (verdict.finding() != null) {
            suspect.table().add(verdict.finding());
          }
          left.remove(key);
        }
      }
    }
  }

  private Map<RowKey, List<TargetRow>> rows(Iterable<LogSuspect> suspects) throws SQLException {
    Map<LogTable, List<Row>> keys = new LinkedHashMap<>();
    for (LogSuspect suspect : suspects) {
      keys.computeIfAbsent(suspect.table(), table -> new ArrayList<>()).add(suspect.key());
    }
    Map<RowKey, List<TargetRow>> rows = new HashMap<>();
    for (Map.Entry<LogTable, List<Row>> ofTable : keys.entrySet()) {
      List<Row> all = ofTable.getValue();
      for (int from = 0; from < all.size(); from += BATCH) {
        List<Row> batch = all.subList(from, Math.min(all.size(), from + BATCH));
        TargetRows found = ofTable.getKey().target().read(sessions.look(), batch);
        for (Row key : batch) {
          RowKey identity = ofTable.getKey().target().identity(key);
          rows.put(identity, found.of(identity));
        }
      }
    }
    return rows;
  }

  /** The states of the suspects by the log, each up to the version of its row. */
  private static final class States implements LogVisitor {
    private final Map<RowKey, LogSuspect> suspects;
    private final Map<RowKey, List<TargetRow>> rows;
    private final Map<RowKey, Change> newest = new HashMap<>();

    States(Map<RowKey, LogSuspect> suspects, Map<RowKey, List<TargetRow>> rows) {
      this.suspects = suspects;
      this.rows = rows;
      suspects.forEach(
          (key, suspect) -> {
            if (suspect.newest() != null) {
              newest.put(key, suspect.newest());
            }
          });
    }

    @Override
    public void change(Change change) {
      if (change.op() == Change.Op.TRUNCATE) {
        for (LogSuspect suspect : suspects.values()) {
          if (suspect.table().name.equals(change.table())) {
            add(suspect.identity(), LogTable.deleteBy(change, suspect.key()));
          }
        }
        return;
      }
      RowKey key = RowKey.of(change);
      if (suspects.containsKey(key)) {
        add(key, change);
      }
    }

    private void add(RowKey key, Change change) {
      Version version = version(rows.getOrDefault(key, List.of()));
      if (version != null && !change.version().isAfter(version)) {
        newest.merge(key, LogEntry.of(change).change(), LogEntry::merged);
      }
    }

    private static @Nullable Version version(List<TargetRow> found) {
      return found.isEmpty() ? null : found.get(0).version();
    }

    @Override
    public void rejected(KeyOfTable key, RejectedRecord record) {
      // newer than what is compared
    }

    @Override
    public void unknown(@Nullable String table, RejectedRecord record) {
      // newer than what is compared
    }
  }
}
