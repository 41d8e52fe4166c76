package io.portage.verify.log;

import io.portage.model.Change;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.verify.VerifyProgress.Phase;
import io.portage.verify.compare.ComparedTarget.TargetRows;
import io.portage.verify.compare.TargetSessions;
import io.portage.verify.log.KeyVerdicts.KeyVerdict;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the keys of the log and of the target in batches, and keeps those whose row is newer
 * than what was read of the log for another look. Not thread-safe.
 */
final class LogComparison {
  private static final int BATCH_KEYS = 1_000;
  private static final long BATCH_BYTES = 4 << 20;
  private static final int MOST_SUSPECTS = 20_000;
  private static final long MOST_SUSPECT_BYTES = 16 << 20;

  private final LogContext context;
  private final LogTables tables;
  private final TargetSessions sessions;
  private final LogExtent read;
  private final LogExtent outcomes;
  private final KeyVerdicts verdicts;
  private final LogLooks looks;
  private final Map<String, Batch> batches = new HashMap<>();
  private final Map<RowKey, LogSuspect> suspects = new LinkedHashMap<>();
  private long suspectBytes;
  private long done;

  /** Keys of one table that wait for their comparison. */
  private static final class Batch {
    private final List<LogEntry> entries = new ArrayList<>();
    private long bytes;
  }

  /**
   * @param read the part of the log that the entries were made from
   * @param outcomes the offsets that the group had committed since
   */
  LogComparison(
      LogContext context,
      LogTables tables,
      TargetSessions sessions,
      LogRecords records,
      LogExtent read,
      LogExtent outcomes) {
    this.context = context;
    this.tables = tables;
    this.sessions = sessions;
    this.read = read;
    this.outcomes = outcomes;
    this.verdicts = new KeyVerdicts(context);
    this.looks = new LogLooks(context, sessions, records, verdicts, read, outcomes);
  }

  void add(LogEntry entry) throws IOException, SQLException, InterruptedException {
    LogTable table = tables.find(entry.table());
    if (table == null || !table.isCompared()) {
      return;
    }
    Batch batch = batches.computeIfAbsent(entry.table(), name -> new Batch());
    batch.entries.add(entry);
    batch.bytes += entry.bytes();
    if (batch.entries.size() >= BATCH_KEYS || batch.bytes >= BATCH_BYTES) {
      batches.remove(entry.table());
      compare(table, batch.entries);
    }
  }

  /** Compares what is left, and looks at the suspects again. */
  void finish() throws IOException, SQLException, InterruptedException {
    for (Map.Entry<String, Batch> left : batches.entrySet()) {
      LogTable table = tables.find(left.getKey());
      if (table != null) {
        compare(table, left.getValue().entries);
      }
    }
    batches.clear();
    lookAgain();
  }

  private void compare(LogTable table, List<LogEntry> entries)
      throws IOException, SQLException, InterruptedException {
    List<Row> keys = entries.stream().map(LogEntry::key).toList();
    TargetRows rows = table.target().read(sessions.look(), keys);
    for (LogEntry entry : entries) {
      Change newest = newest(table, entry);
      table.logRows += newest != null && newest.op() == Change.Op.UPSERT ? 1 : 0;
      LogSuspect key = new LogSuspect(table, entry.key(), newest, entry.rejected(), verdicts.now());
      KeyVerdict verdict = verdicts.of(key, newest, rows.of(entry.identity()), read, outcomes);
      if (verdict.isAhead()) {
        suspects.put(entry.identity(), key);
        suspectBytes += entry.bytes();
      } else if (verdict.finding() != null) {
        table.add(verdict.finding());
      }
    }
    done += entries.size();
    context.progress().advanced(table.name, Phase.KEYS, done, 0);
    if (suspects.size() >= MOST_SUSPECTS || suspectBytes >= MOST_SUSPECT_BYTES) {
      lookAgain();
    }
  }

  /** Returns the state of a key with the newest truncate of its table. */
  private static @Nullable Change newest(LogTable table, LogEntry entry) {
    Change own = entry.changeOrNull();
    Change truncated = table.truncateOf(entry.key());
    if (own == null || truncated == null) {
      return own == null ? truncated : own;
    }
    return LogEntry.merged(own, truncated);
  }

  private void lookAgain() throws IOException, SQLException, InterruptedException {
    if (!suspects.isEmpty()) {
      looks.run(suspects);
      suspects.clear();
      suspectBytes = 0;
    }
  }
}
